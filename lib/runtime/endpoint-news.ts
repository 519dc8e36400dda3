import { messageOf } from "#lib/core/errors.ts";
import type { EndpointHealth } from "#lib/engines/execution/endpoint-health.ts";
import { type EndpointNews, endpointNewsSchema, tellEndpointNews } from "#lib/store/endpoint-news.ts";
import { log } from "./log.ts";
import { replicaId } from "./models.ts";

/**
 * Tells the other processes where a change is one of who may call: an endpoint opened, closed, or asked to wait. Nobody
 * waits for it, and without a database each process finds out by itself.
 */
export function tellOfChange(endpoint: string, before: EndpointHealth, after: EndpointHealth, nowMs: number): void {
  const wasThrottled = before.throttledUntilMs > nowMs;
  const isThrottled = after.throttledUntilMs > nowMs;
  // Once a wait: answers that come meanwhile say the same again.
  if (before.openUntilMs === after.openUntilMs && wasThrottled === isThrottled) return;
  const news = {
    from: replicaId(),
    endpoint,
    openForMs: after.openUntilMs === null ? null : Math.max(0, after.openUntilMs - nowMs),
    openings: after.openings,
    throttledForMs: Math.max(0, after.throttledUntilMs - nowMs),
    lastFailure: after.lastFailure,
  };
  tellEndpointNews(news).catch((error: unknown) => {
    log().warn({ endpoint, error: messageOf(error) }, "other processes could not be told of an endpoint");
  });
}

/** A notification's payload; null when it is this process's own, or none. */
export function newsOf(payload: string | undefined): EndpointNews | null {
  const parsed = endpointNewsSchema.safeParse(JSON.parse(payload ?? "null"));
  return parsed.success && parsed.data.from !== replicaId() ? parsed.data : null;
}
