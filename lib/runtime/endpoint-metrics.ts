import type { BreakerState } from "#lib/contracts/health.ts";
import { systemClock } from "#lib/core/clock.ts";
import { endpointViews } from "./endpoints.ts";
import { metrics } from "./metrics.ts";

const STATES: readonly BreakerState[] = ["closed", "half_open", "throttled", "open"];

/** Brings the count of endpoints by state up to date; addresses are no label, for the metrics are open. */
export function countEndpoints(): void {
  const { endpoints } = metrics();
  const counts = new Map<string, Map<BreakerState, number>>();
  for (const { endpoint, state } of endpointViews(systemClock.nowMs())) {
    const [provider = endpoint] = endpoint.split(" ");
    const ofProvider = counts.get(provider) ?? new Map<BreakerState, number>();
    counts.set(provider, ofProvider.set(state, (ofProvider.get(state) ?? 0) + 1));
  }
  endpoints.reset();
  for (const [provider, ofProvider] of counts) {
    for (const state of STATES) endpoints.set({ provider, state }, ofProvider.get(state) ?? 0);
  }
}
