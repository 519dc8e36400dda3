import { AGENT_STATUSES } from "#lib/contracts/agent.ts";
import type { FleetColumns } from "../fleet-columns.ts";
import { type FilterPlugin, talliedBy } from "./plugin.ts";

/** Only enabled agents take new work; draining ones finish what they have. */
export const statusFilter: FilterPlugin = {
  name: "status",
  refuse({ fleet, refused }, bit) {
    const { status } = fleet;
    for (let row = 0; row < refused.length; row++) {
      if (status[row] !== 0) refused[row] = (refused[row] as number) | bit;
    }
  },
  explainer: ({ fleet }) => ({
    facts: (row) => [statusOf(fleet, row)],
    key: (row) => fleet.status[row] ?? Number.NaN,
  }),
  sentence: ([status]) => (status === "draining" ? "Finishes its work and takes no more." : "Is disabled."),
  remedy: () => "Enable it.",
  tally: ({ fleet }, rows) =>
    talliedBy(
      rows,
      (row) => statusOf(fleet, row),
      (status) => `is ${status}`,
      (status) => `are ${status}`,
    ),
};

function statusOf({ status }: FleetColumns, row: number): string {
  return AGENT_STATUSES[status[row] ?? 0] ?? "disabled";
}
