import { messageOf } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";
import { routingPolicy } from "#lib/runtime/routing-policy.ts";
import { pool } from "#lib/store/client.ts";
import { renewLease } from "#lib/store/ending.ts";

/**
 * Renews the lease of a routed call for as long as it may last: an agent's slot is not free while it answers.
 * @param longestMs a call that ends within its first lease needs none of this
 * @returns ends it
 */
export function keepLease(decisionId: string, longestMs: number): () => void {
  const leaseMs = routingPolicy().leaseTtlSeconds * 1000;
  if (longestMs < leaseMs) return () => undefined;
  const timer = setInterval(() => {
    // The lease runs by the clock of its rows.
    renewLease(pool(), decisionId, Date.now()).catch((error: unknown) => {
      log().warn({ decision: decisionId, error: messageOf(error) }, "the lease of a call could not be renewed");
    });
  }, leaseMs / 3);
  timer.unref();
  return () => clearInterval(timer);
}
