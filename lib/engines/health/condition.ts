import { HEALTH_STATES, type HealthState } from "#lib/contracts/health-check.ts";

/** How often something must be seen in a row before it counts. */
export interface Damping {
  worseAfter: number;
  betterAfter: number;
}

/** The state of a check that is told to people, and what its runs have shown since. Plain values, to be stored. */
export interface Condition {
  state: HealthState;
  /** When the state was first seen. */
  sinceMs: number;
  /** Another state that was seen in a row, and not often enough to count yet. */
  pending: { state: HealthState; times: number; sinceMs: number } | null;
  /** When the state changed of late; oldest first. */
  changesMs: number[];
}

export const severity = (state: HealthState): number => HEALTH_STATES.indexOf(state);

const FLAPPING_WITHIN_MS = 3_600_000;
/** So many changes within the hour, and each further one doubles what a recovery must show. */
const FLAPPING_FROM = 3;
const MOST_DOUBLINGS = 4;

/** The condition of a check that was never run before. */
export function firstCondition(seen: HealthState, atMs: number): Condition {
  return { state: seen, sinceMs: atMs, pending: null, changesMs: [] };
}

/**
 * Takes what a run has shown. A worse state counts once it was seen `worseAfter` times in a row, a better one after
 * `betterAfter`; what is seen between is taken as the mildest of the row, so that ok-failing-degraded-failing is not
 * ok. A check that has changed three times within an hour must show twice as many good runs, then four times, up to
 * sixteen: it stays bad while it flaps.
 */
export function nextCondition(now: Condition, seen: HealthState, damping: Damping, atMs: number): Condition {
  const changesMs = now.changesMs.filter((change) => change > atMs - FLAPPING_WITHIN_MS);
  if (seen === now.state) return { ...now, pending: null, changesMs };
  const worse = severity(seen) > severity(now.state);
  const { pending: before } = now;
  const goesOn = before !== null && severity(before.state) > severity(now.state) === worse;
  const milder = goesOn && severity(before.state) < severity(seen) === worse;
  const state = milder ? before.state : seen;
  const pending = { state, times: goesOn ? before.times + 1 : 1, sinceMs: goesOn ? before.sinceMs : atMs };
  const needed = worse ? damping.worseAfter : damping.betterAfter * restraint(changesMs.length);
  if (pending.times < needed) return { ...now, pending, changesMs };
  return { state: pending.state, sinceMs: pending.sinceMs, pending: null, changesMs: [...changesMs, atMs] };
}

/** Whether it changes so often that good runs are believed late. */
export const isFlapping = ({ changesMs }: Condition) => changesMs.length >= FLAPPING_FROM;

function restraint(changes: number): number {
  return 2 ** Math.min(MOST_DOUBLINGS, Math.max(0, changes - FLAPPING_FROM + 1));
}
