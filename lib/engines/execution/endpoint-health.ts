import type { BreakerState } from "#lib/contracts/health.ts";
import type { ExecutionPolicy } from "#lib/contracts/routing.ts";
import type { Random } from "#lib/core/random.ts";

type BreakerPolicy = ExecutionPolicy["breaker"];

/**
 * Health of one endpoint (provider, address, region, model). Closed: calls go through. Open: none does until a time.
 * Half open: that time has come, and one probe decides. Nygard, "Release It!", 2007; outlier ejection as in Envoy.
 */
export interface EndpointHealth {
  failuresInARow: number;
  /** Null: closed. Milliseconds of the same clock as every other time here. */
  openUntilMs: number | null;
  /** Opened so many times since it last answered: each doubles the time. */
  openings: number;
  /** The endpoint itself asked to wait; no sign of sickness, so a success elsewhere changes nothing. */
  throttledUntilMs: number;
  /** A probe is under way since; null: none is. */
  probedSinceMs: number | null;
  lastFailure: string | null;
  /** Null: it has not answered yet. */
  lastAnswerMs: number | null;
  lastUsedMs: number;
}

export const healthy = (nowMs: number): EndpointHealth => ({
  failuresInARow: 0,
  openUntilMs: null,
  openings: 0,
  throttledUntilMs: 0,
  probedSinceMs: null,
  lastFailure: null,
  lastAnswerMs: null,
  lastUsedMs: nowMs,
});

/** A probe nobody reported the end of blocks no other for ever. */
const LONGEST_PROBE_MS = 120_000;

export function breakerState(health: EndpointHealth, nowMs: number): BreakerState {
  if (health.openUntilMs !== null) return nowMs < health.openUntilMs ? "open" : "half_open";
  return nowMs < health.throttledUntilMs ? "throttled" : "closed";
}

/** Whether a call may go there now: always when closed, and as the single probe when half open. */
export function admits(health: EndpointHealth, nowMs: number): boolean {
  const state = breakerState(health, nowMs);
  switch (state) {
    case "closed":
      return true;
    case "open":
    case "throttled":
      return false;
    case "half_open":
      return health.probedSinceMs === null || nowMs - health.probedSinceMs > LONGEST_PROBE_MS;
    default:
      return state satisfies never;
  }
}

/** When it is next worth a try; the past when it is now. */
export function reopensAtMs(health: EndpointHealth): number {
  return Math.max(health.openUntilMs ?? 0, health.throttledUntilMs);
}

/** A call goes there: it is the probe of a half-open one. */
export function afterStart(health: EndpointHealth, nowMs: number): EndpointHealth {
  const probes = breakerState(health, nowMs) === "half_open";
  return { ...health, lastUsedMs: nowMs, probedSinceMs: probes ? nowMs : health.probedSinceMs };
}

/** It answered: whatever was wrong is over. */
export function afterSuccess(health: EndpointHealth, nowMs: number): EndpointHealth {
  return { ...healthy(nowMs), lastFailure: health.lastFailure, lastAnswerMs: nowMs };
}

/** A probe that says nothing about the endpoint's health gives way to the next one. */
export const afterNeutral = (health: EndpointHealth): EndpointHealth => ({ ...health, probedSinceMs: null });

/** It asked to wait, or said "too many" without a time: then as long as an opening. */
export function afterThrottle(
  health: EndpointHealth,
  retryAfterMs: number | null,
  nowMs: number,
  policy: BreakerPolicy,
): EndpointHealth {
  const waitMs = Math.min(retryAfterMs ?? 0, policy.maxOpenMs);
  return {
    ...health,
    probedSinceMs: null,
    throttledUntilMs: Math.max(health.throttledUntilMs, nowMs + waitMs),
    lastFailure: "rate_limited",
  };
}

/**
 * A failure that speaks against it: so many in a row, or a failed probe, open it for a time drawn between its half and
 * its whole, so that many processes do not probe at once.
 * @param mayOpen false: too many are left out already, and this one is kept in
 */
export function afterFailure(
  health: EndpointHealth,
  kind: string,
  nowMs: number,
  policy: BreakerPolicy,
  mayOpen: boolean,
  random: Random,
): EndpointHealth {
  const failuresInARow = health.failuresInARow + 1;
  const failed = { ...health, failuresInARow, probedSinceMs: null, lastFailure: kind };
  const wasOpen = health.openUntilMs !== null;
  if (!wasOpen && (failuresInARow < policy.failures || !mayOpen)) return failed;
  const fullMs = Math.min(policy.maxOpenMs, policy.openMs * 2 ** health.openings);
  const openUntilMs = nowMs + Math.round(fullMs * (0.5 + 0.5 * random()));
  return { ...failed, openings: health.openings + 1, openUntilMs };
}

/** What another process found out, in spans of time. */
export interface HeardHealth {
  /** Null: it answers there. */
  openForMs: number | null;
  openings: number;
  throttledForMs: number;
  lastFailure: string | null;
}

/**
 * What another process found out holds here too: it is out as long as there, or answers again.
 * @param mayOpen false: too many are left out already here, and this one is kept in
 */
export function afterHearsay(
  health: EndpointHealth,
  { openForMs, openings, throttledForMs, lastFailure }: HeardHealth,
  nowMs: number,
  mayOpen: boolean,
): EndpointHealth {
  if (openForMs === null && throttledForMs === 0) {
    return { ...healthy(health.lastUsedMs), lastFailure: health.lastFailure, lastAnswerMs: health.lastAnswerMs };
  }
  const opens = openForMs !== null && (mayOpen || health.openUntilMs !== null);
  return {
    ...health,
    ...(opens && {
      openUntilMs: Math.max(health.openUntilMs ?? 0, nowMs + openForMs),
      openings: Math.max(health.openings, openings),
      probedSinceMs: null,
    }),
    throttledUntilMs: Math.max(health.throttledUntilMs, throttledForMs > 0 ? nowMs + throttledForMs : 0),
    lastFailure,
  };
}

/** How many of these endpoints may be left out at once; one always may. */
export function ejectable(endpoints: number, policy: BreakerPolicy): number {
  return Math.max(1, Math.floor(endpoints * policy.maxEjectedShare));
}
