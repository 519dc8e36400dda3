import { pairUplifts } from "./pair-uplift.ts";
import type { PairUplift, UpliftMeasure } from "./uplift-row.ts";

/** One task that several agents did together. */
export interface TeamRow {
  /** None: a team of too few tasks to be told of, which the others are compared with. */
  members: readonly string[];
  actual: number;
  /** What the members' own records let expect of the task. */
  expected: number;
}

export interface TeamUplift extends Omit<PairUplift, "agent" | "partner"> {
  /** By name. */
  members: string[];
}

/** Everybody is compared with all other teams, by how far those are off their expectation. */
const ALL_TEAMS = "";

/** How teams do against what their members' records let expect; who was in it counts, not in which order. */
export function teamUplifts(rows: readonly TeamRow[], measure: UpliftMeasure): TeamUplift[] {
  const uplifts = pairUplifts(
    rows.map(({ members, actual, expected }) => ({
      agent: ALL_TEAMS,
      partner: members.length === 0 ? null : JSON.stringify([...new Set(members)].sort()),
      actual,
      expected,
    })),
    measure,
  );
  return uplifts.map(({ agent: _, partner, ...uplift }) => ({ members: JSON.parse(partner) as string[], ...uplift }));
}
