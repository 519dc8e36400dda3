import { AGENT_STATUSES } from "#lib/contracts/agent.ts";
import type { DecisionFrame } from "../decision-frame.ts";
import { type FilterPlugin, talliedBy } from "./plugin.ts";

/** Only enabled agents take new work; draining ones finish what they have, and those taken for gone take none. */
export const statusFilter: FilterPlugin = {
  name: "status",
  refuse({ fleet, inputs, refused }, bit) {
    const { status } = fleet;
    for (let row = 0; row < refused.length; row++) {
      if (status[row] !== 0) refused[row] = (refused[row] as number) | bit;
    }
    for (const name of inputs.goneAgents ?? []) {
      const row = fleet.rowOfName.get(name);
      if (row !== undefined) refused[row] = (refused[row] as number) | bit;
    }
  },
  explainer: (frame) => ({
    facts: (row) => [statusOf(frame, row)],
    key: (row) => (isGone(frame, row) ? Number.NaN : (frame.fleet.status[row] ?? Number.NaN)),
  }),
  sentence: ([status]) => {
    if (status === GONE) return "Is taken for gone.";
    return status === "draining" ? "Finishes its work and takes no more." : "Is disabled.";
  },
  remedy: ([status]) => (status === GONE ? "Needs the drill to end." : "Enable it."),
  tally: (frame, rows) =>
    talliedBy(
      rows,
      (row) => statusOf(frame, row),
      (status) => `is ${status}`,
      (status) => `are ${status}`,
    ),
};

const GONE = "taken for gone";

const isGone = ({ fleet, inputs }: DecisionFrame, row: number) =>
  inputs.goneAgents?.has(fleet.names[row] ?? "") ?? false;

function statusOf(frame: DecisionFrame, row: number): string {
  if (isGone(frame, row)) return GONE;
  return AGENT_STATUSES[frame.fleet.status[row] ?? 0] ?? "disabled";
}
