import type { MeasuredNow } from "#lib/engines/registry/gates/evidence.ts";
import { askThread } from "#lib/runtime/ask-thread.ts";
import type { ComparisonOrder } from "./compare-held-out.ts";

/**
 * compareHeldOut in a thread of its own: thousands of predictions would hold up the tasks that are being routed.
 * @throws Error with the thread's own words
 */
export function compareInThread(order: ComparisonOrder): Promise<MeasuredNow | null> {
  return askThread("lib/services/models/compare-worker.ts", "comparison", order);
}
