import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import type { BehaviorHistory } from "#lib/engines/behavior/behavior-history.ts";
import type { TeamRow } from "#lib/engines/behavior/collaboration/team-uplift.ts";
import type { UpliftRow } from "#lib/engines/behavior/collaboration/uplift-row.ts";
import type { TeamRun } from "#lib/engines/behavior/team-run.ts";

export const AGENTS = 200;
export const PAIRS = 5_000;

const ROLES = { researcher: 60, analyst: 50, synthesizer: 40, critic: 30, supervisor: 20 };
type Role = keyof typeof ROLES;

/** Who usually gets the work of a role; the rest goes anywhere. */
const NEXT: Record<Role, readonly Role[]> = {
  supervisor: ["researcher", "researcher", "analyst"],
  researcher: ["analyst", "analyst", "synthesizer", "researcher"],
  analyst: ["synthesizer", "synthesizer", "critic"],
  synthesizer: ["critic", "critic", "supervisor"],
  critic: ["synthesizer", "analyst", "supervisor"],
};
const ELSEWHERE = 0.12;
/** Of the pairs so many really differ, by so much success. */
const DIFFERENT = { share: 0.03, points: 0.18 };

/** Every agent's role by its name, 200 in all. */
export const LARGE_FLEET: ReadonlyMap<string, Role> = new Map(
  (Object.keys(ROLES) as Role[]).flatMap((role) =>
    Array.from({ length: ROLES[role] }, (_, i): [string, Role] => [`${role}_${String(i + 1).padStart(3, "0")}`, role]),
  ),
);

/** What 200 agents with 5,000 pairs do: a few pairs hand over often and most rarely, along the usual ways of roles. */
export function largeHistory(seed = 1): BehaviorHistory {
  const random = seededRandom(seed);
  const pairs = drawPairs(random);
  const rows: UpliftRow[] = [];
  const costs: UpliftRow[] = [];
  const teams: TeamRow[] = [];
  const runs: TeamRun[] = [];
  for (const { from, to, count, difference } of pairs) {
    for (let i = 0; i < count; i++) {
      const expected = 0.72 + 0.12 * normal(random);
      const chance = Math.min(0.98, Math.max(0.02, Math.min(0.95, expected) + difference));
      const succeeded = random() < chance;
      rows.push({ agent: to, partner: from, actual: succeeded ? 1 : 0, expected: Math.min(0.95, expected) });
      costs.push({ agent: to, partner: from, actual: 0.4 * normal(random) - difference, expected: 0 });
      if (teams.length < 4_000) teams.push({ members: [from, to], actual: succeeded ? 1 : 0, expected: 0.72 });
      runs.push(runOf(runs.length, from, to, succeeded));
    }
  }
  return { runs, faults: new Map(), pairs: { success: rows, log_cost: costs, log_duration: costs }, teams };
}

function drawPairs(random: Random) {
  const names = Map.groupBy(LARGE_FLEET.keys(), (name) => LARGE_FLEET.get(name));
  const all = [...LARGE_FLEET];
  // Some of a role are asked more than others: the square draws the first ones more often.
  const pick = <T>(list: readonly T[]): T => list[Math.floor(list.length * random() ** 1.5)] as T;
  const pairs = new Map<string, { from: string; to: string; count: number; difference: number }>();
  while (pairs.size < PAIRS) {
    const [from, role] = all[Math.floor(AGENTS * random())] as [string, Role];
    const to = random() < ELSEWHERE ? (pick(all)[0] as string) : pick(names.get(pick(NEXT[role])) ?? []);
    const count = 1 + Math.floor(60 * random() ** 5);
    const isDifferent = random() < DIFFERENT.share;
    const difference = isDifferent ? (random() < 0.5 ? -DIFFERENT.points : DIFFERENT.points) : 0;
    if (from !== to) pairs.set(`${from}>${to}`, { from, to, count: isDifferent ? count + 60 : count, difference });
  }
  return [...pairs.values()];
}

function runOf(index: number, from: string, to: string, succeeded: boolean): TeamRun {
  const turn = { kind: "handoff", chars: 800, text: null };
  const atMs = 60_000 * index;
  return {
    ...{ id: `run_${index}`, taskType: "research", taskText: null, succeeded },
    interactions: [
      { ...turn, step: 0, from, to, atMs },
      { ...turn, step: 1, from: to, to, atMs: atMs + 20_000, kind: "result" },
    ],
  };
}
