import type { CanaryGuards } from "#lib/contracts/model-policy.ts";
import { bet, type Capital, newCapital, worthOf } from "./betting.ts";

export const ARMS = ["candidate", "production"] as const;
export type Arm = (typeof ARMS)[number];

/** One outcome of a decision that either side made; null is unknown. */
export interface ArmOutcome {
  arm: Arm;
  success: boolean;
  costNanoUsd: number | null;
  durationMs: number | null;
}

/** What is watched, and the share of the capital put on each. A regression of success is what a canary is for. */
const WATCHED = { success: 0.8, cost: 0.1, duration: 0.1 } as const;
export type Watched = keyof typeof WATCHED;

/** Outcomes of one side that wait to be compared with the other's. More than these add nothing to a comparison. */
const MAX_WAITING = 64;

interface Waiting {
  count: number;
  successes: number;
  costs: number[];
  durations: number[];
}

/** Plain numbers and lists: stored between outcomes, so that any process can go on. */
export interface ArmsTest {
  waiting: Record<Arm, Waiting>;
  capital: Record<Watched, Capital>;
}

const nobody = (): Waiting => ({ count: 0, successes: 0, costs: [], durations: [] });

export function newArmsTest(): ArmsTest {
  return {
    waiting: { candidate: nobody(), production: nobody() },
    capital: { success: newCapital(), cost: newCapital(), duration: newCapital() },
  };
}

/**
 * Takes one outcome. As soon as both sides have some that were not compared yet, their means are: what happens to
 * everybody at one time (a provider is down, harder tasks) cancels out, and no share of traffic need be known.
 */
export function observeOutcome(test: ArmsTest, outcome: ArmOutcome, guards: CanaryGuards): ArmsTest {
  const waiting = { ...test.waiting, [outcome.arm]: join(test.waiting[outcome.arm], outcome) };
  const { candidate, production } = waiting;
  if (candidate.count === 0 || production.count === 0) return { ...test, waiting };
  const rate = ({ successes, count }: Waiting) => successes / count;
  const { maxSuccessLoss, maxCostRatio, maxDurationRatio } = guards;
  return {
    waiting: { candidate: nobody(), production: nobody() },
    capital: {
      success: bet(test.capital.success, rate(production) - rate(candidate) - maxSuccessLoss),
      cost: bet(test.capital.cost, excess(candidate.costs, production.costs, maxCostRatio)),
      duration: bet(test.capital.duration, excess(candidate.durations, production.durations, maxDurationRatio)),
    },
  };
}

/** Evidence against "the candidate is not worse", 1 at the beginning; at 1/alpha chance explains it with alpha at most. */
export function evidenceOf(test: ArmsTest, guards: CanaryGuards): number {
  return evidenceByWatched(test, guards).reduce((sum, { worth }) => sum + worth, 0);
}

/** What the evidence is mostly about. */
export function mostSuspicious(test: ArmsTest, guards: CanaryGuards): Watched {
  const all = evidenceByWatched(test, guards);
  return all.reduce((most, one) => (one.worth > most.worth ? one : most), { name: "success", worth: 0 }).name;
}

/** The share of what is not guarded goes to the others, so that all together begin at 1. */
function evidenceByWatched({ capital }: ArmsTest, { maxCostRatio, maxDurationRatio }: CanaryGuards) {
  const guarded: Record<Watched, boolean> = {
    success: true,
    cost: maxCostRatio !== null,
    duration: maxDurationRatio !== null,
  };
  const names = (Object.keys(WATCHED) as Watched[]).filter((name) => guarded[name]);
  const total = names.reduce((sum, name) => sum + WATCHED[name], 0);
  return names.map((name) => ({ name, worth: (WATCHED[name] / total) * worthOf(capital[name]) }));
}

function join(waiting: Waiting, { success, costNanoUsd, durationMs }: ArmOutcome): Waiting {
  const add = (values: number[], value: number | null) =>
    value === null || values.length >= MAX_WAITING ? values : [...values, value];
  return {
    count: waiting.count + 1,
    successes: waiting.successes + (success ? 1 : 0),
    costs: add(waiting.costs, costNanoUsd),
    durations: add(waiting.durations, durationMs),
  };
}

/** How much oftener a pair has the candidate above what is tolerated than below it, -1 to 1; 0 without pairs or bound. */
function excess(candidate: readonly number[], production: readonly number[], tolerated: number | null): number {
  if (tolerated === null) return 0;
  let sum = 0;
  for (const own of candidate) for (const other of production) sum += Math.sign(own - tolerated * other);
  return sum / Math.max(1, candidate.length * production.length);
}
