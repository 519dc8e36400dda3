import type { EndpointHealthView } from "#lib/contracts/configuration-view.ts";
import { endpointViews } from "#lib/runtime/endpoints.ts";

/** The health of endpoints by name, as this process has seen it; null for one it has not called. */
export function endpointHealth(nowMs: number): (endpoint: string) => EndpointHealthView | null {
  const views = new Map(endpointViews(nowMs).map((view) => [view.endpoint, view]));
  return (endpoint) => {
    const view = views.get(endpoint);
    if (!view) return null;
    const { state, reopensAtMs, lastFailure } = view;
    return { state, reopensAt: reopensAtMs === null ? null : new Date(reopensAtMs).toISOString(), lastFailure };
  };
}
