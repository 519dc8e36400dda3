import { type FilterPlugin, tallied } from "./plugin.ts";

/** Facts of a slot that was free when the decision looked and gone when it reserved. */
export const TAKEN_MEANWHILE = -1;

/** Above any limit an agent can have. */
const MOST_SLOTS = 2 ** 20;

/** An agent works on at most as many tasks at once as its limit says. */
export const slotsFilter: FilterPlugin = {
  name: "slots",
  refuse({ fleet, leases, refused }, bit) {
    const { limit } = fleet;
    for (let row = 0; row < refused.length; row++) {
      if ((leases[row] as number) >= (limit[row] as number)) refused[row] = (refused[row] as number) | bit;
    }
  },
  /** [leases, limit] */
  explainer({ fleet, leases }) {
    return {
      facts(row) {
        const held = leases[row] ?? 0;
        const limit = fleet.limit[row] ?? 0;
        return [held < limit ? TAKEN_MEANWHILE : held, limit];
      },
      key: (row) => (leases[row] ?? 0) * MOST_SLOTS + (fleet.limit[row] ?? 0),
    };
  },
  sentence: ([held, limit]) =>
    held === TAKEN_MEANWHILE
      ? "Was chosen, but could not be reserved: another decision was faster."
      : `All its slots are taken (${held} of ${limit}).`,
  remedy: () => "Needs a free slot.",
  tally: (_frame, rows) => [tallied(rows.length, "is full", "are full")],
};
