import { AGENT_STATUSES } from "#lib/contracts/agent.ts";
import { counted, type FilterPlugin, mostCommon } from "./plugin.ts";

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
    facts: (row) => [AGENT_STATUSES[fleet.status[row] ?? 0] ?? "disabled"],
    key: (row) => fleet.status[row] ?? Number.NaN,
  }),
  sentence: ([status]) => (status === "draining" ? "Finishes its work and takes no more." : "Is disabled."),
  remedy: () => "Enable it.",
  tally: (count, sample) => counted(count, `is ${mostCommon(sample, 0)}`, `are ${mostCommon(sample, 0)}`),
};
