import type { LlmConfig } from "#lib/contracts/configuration.ts";
import type { FailureKind } from "#lib/contracts/failure.ts";
import type { EndpointView } from "#lib/contracts/health.ts";
import { processState } from "#lib/core/process-state.ts";
import type { Random } from "#lib/core/random.ts";
import {
  admits,
  afterFailure,
  afterHearsay,
  afterNeutral,
  afterStart,
  afterSuccess,
  afterThrottle,
  breakerState,
  type EndpointHealth,
  ejectable,
  healthy,
  reopensAtMs,
} from "#lib/engines/execution/endpoint-health.ts";
import { FAILURE_RULES } from "#lib/engines/execution/failure-rules.ts";
import { allConfigurations } from "./configurations.ts";
import { newsOf, tellOfChange } from "./endpoint-news.ts";
import { routingPolicy } from "./routing-policy.ts";

/** Endpoints this process has called, or has been told of, by name. */
const state = () => processState("runtime.endpoints", () => new Map<string, EndpointHealth>());

/** An endpoint nobody has called for so long does not count among those in use. */
const IN_USE_MS = 600_000;

/** Name of the endpoint a configuration calls: provider, address, region and model, each with a health of its own. */
export function endpointOf({ provider, baseUrl, region, model }: LlmConfig): string {
  return [provider, baseUrl, region, model].filter((part) => part !== null).join(" ");
}

export function endpointAdmits(endpoint: string, nowMs: number): boolean {
  const health = state().get(endpoint);
  return health === undefined || admits(health, nowMs);
}

/** When a call there is worth a try again; the past when it is now. */
export function endpointReopensAtMs(endpoint: string): number {
  const health = state().get(endpoint);
  return health ? reopensAtMs(health) : 0;
}

export function noteEndpointStart(endpoint: string, nowMs: number): void {
  state().set(endpoint, afterStart(state().get(endpoint) ?? healthy(nowMs), nowMs));
}

export function noteEndpointSuccess(endpoint: string, nowMs: number): void {
  const before = state().get(endpoint) ?? healthy(nowMs);
  change(endpoint, before, afterSuccess(before, nowMs), nowMs);
}

function change(endpoint: string, before: EndpointHealth, after: EndpointHealth, nowMs: number): void {
  state().set(endpoint, after);
  tellOfChange(endpoint, before, after, nowMs);
}

/** Takes over what another process has found out; the payload of a notification. */
export function hearOfEndpoint(payload: string | undefined, nowMs: number): void {
  const news = newsOf(payload);
  if (!news) return;
  const { endpoint } = news;
  state().set(endpoint, afterHearsay(state().get(endpoint) ?? healthy(nowMs), news, nowMs, mayOpen(endpoint, nowMs)));
}

/** What a failure says of the endpoint, by the table of failure kinds. */
export function noteEndpointFailure(
  endpoint: string,
  failure: { kind: FailureKind; retryAfterMs: number | null },
  nowMs: number,
  random: Random,
): void {
  const health = state().get(endpoint) ?? healthy(nowMs);
  const { breaker } = routingPolicy().execution;
  const rule = FAILURE_RULES[failure.kind].health;
  switch (rule) {
    case "failed":
      change(
        endpoint,
        health,
        afterFailure(health, failure.kind, nowMs, breaker, mayOpen(endpoint, nowMs), random),
        nowMs,
      );
      break;
    case "throttled":
      change(endpoint, health, afterThrottle(health, failure.retryAfterMs, nowMs, breaker), nowMs);
      break;
    case "none":
      state().set(endpoint, afterNeutral(health));
      break;
    default:
      rule satisfies never;
  }
}

function mayOpen(endpoint: string, nowMs: number): boolean {
  let inUse = 0;
  let out = 0;
  for (const [name, health] of state()) {
    if (nowMs - health.lastUsedMs > IN_USE_MS && health.openUntilMs === null) continue;
    inUse++;
    if (name !== endpoint && health.openUntilMs !== null) out++;
  }
  return out < ejectable(inUse, routingPolicy().execution.breaker);
}

const NONE: ReadonlySet<string> = new Set();

/** References of the configurations whose endpoint takes no call now; usually none. */
export function unavailableConfigurations(nowMs: number): ReadonlySet<string> {
  const out = [...state()].flatMap(([name, health]) => (admits(health, nowMs) ? [] : [name]));
  if (out.length === 0) return NONE;
  const names = new Set(out);
  return new Set(allConfigurations().flatMap(({ ref, settings }) => (names.has(endpointOf(settings)) ? [ref] : [])));
}

/** Every endpoint this process has called or has been told of. */
export function endpointViews(nowMs: number): EndpointView[] {
  return [...state()].map(([endpoint, health]) => ({
    endpoint,
    state: breakerState(health, nowMs),
    failuresInARow: health.failuresInARow,
    reopensAt: reopensAtMs(health) > nowMs ? new Date(reopensAtMs(health)).toISOString() : null,
    lastUsedAt: new Date(health.lastUsedMs).toISOString(),
    lastFailure: health.lastFailure,
    lastAnswerAt: health.lastAnswerMs === null ? null : new Date(health.lastAnswerMs).toISOString(),
  }));
}
