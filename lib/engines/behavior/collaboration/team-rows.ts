import type { TeamRun } from "../team-run.ts";
import type { TeamRow } from "./team-uplift.ts";

/** Runs' worth of belief in what the fleet, or the task type, let expect. */
const PRIOR_RUNS = 10;
/** A team of fewer runs is compared with, but is none to say something of: there may be as many of those as runs. */
const LEAST_RUNS = 5;

/**
 * Judged runs as rows of the teams that did them. Expected of a run is what its members' own records say: each one's share of
 * successes at this task type in other teams, pulled towards the type's where it did few, and the mean of these over members.
 * Runs of one agent are no team's.
 */
export function teamRows(runs: readonly Pick<TeamRun, "taskType" | "succeeded" | "interactions">[]): TeamRow[] {
  const done = runs.flatMap(({ taskType, succeeded, interactions }) => {
    const members = [...new Set(interactions.map(({ from }) => from))].sort();
    if (succeeded === null || members.length < 2) return [];
    return [{ members, team: JSON.stringify(members), type: taskType, actual: Number(succeeded) }];
  });
  const records = new Map<string, Tally>();
  const count = (key: readonly string[], actual: number) => {
    const text = JSON.stringify(key);
    const tally = records.get(text) ?? { n: 0, successes: 0 };
    records.set(text, tally);
    tally.n++;
    tally.successes += actual;
  };
  for (const { members, team, type, actual } of done) {
    count([], actual);
    count(["type", type], actual);
    count(["team", team], actual);
    count(["team", team, type], actual);
    for (const member of members) count(["member", member, type], actual);
  }
  const tallyOf = (key: readonly string[]) => records.get(JSON.stringify(key)) ?? NONE;
  const all = tallyOf([]);
  const overall = (all.successes + 1) / (all.n + 2);
  return done.map(({ members, team, type, actual }) => {
    const base = shareOf(tallyOf(["type", type]), NONE, overall);
    // All of the team's runs are its members' runs.
    const own = tallyOf(["team", team, type]);
    const expected = members.reduce((sum, one) => sum + shareOf(tallyOf(["member", one, type]), own, base), 0);
    const isTeam = tallyOf(["team", team]).n >= LEAST_RUNS;
    return { members: isTeam ? members : [], actual, expected: expected / members.length };
  });
}

interface Tally {
  n: number;
  successes: number;
}

const NONE: Tally = { n: 0, successes: 0 };

function shareOf(all: Tally, less: Tally, base: number): number {
  return (all.successes - less.successes + PRIOR_RUNS * base) / (all.n - less.n + PRIOR_RUNS);
}
