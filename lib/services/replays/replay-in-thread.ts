import type { ReplayReport } from "#lib/contracts/replay.ts";
import { askThread } from "#lib/runtime/ask-thread.ts";
import type { ReplayOrder } from "./run-replay.ts";

/**
 * runReplay in a thread of its own: thousands of decisions made again would hold up those that are being made.
 * @throws Error with the thread's own words
 */
export function replayInThread(order: ReplayOrder): Promise<ReplayReport> {
  return askThread("lib/services/replays/replay-worker.ts", "replay", order);
}
