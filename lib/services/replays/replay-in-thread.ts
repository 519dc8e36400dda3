import path from "node:path";
import type { ReplayReport } from "#lib/contracts/replay.ts";
import { readEnv } from "#lib/env.ts";
import type { ReplayOrder } from "./run-replay.ts";

/** What the replay's thread answers. */
export type ReplayReply = { ok: true; report: ReplayReport } | { ok: false; message: string };

/**
 * runReplay in a thread of its own: thousands of decisions made again would hold up those that are being made.
 * @throws Error with the thread's own words
 */
export async function replayInThread(order: ReplayOrder): Promise<ReplayReport> {
  const reply = await new Promise<ReplayReply>((resolve, reject) => {
    // Not imported: the bundler of the pages would take the thread's file for a module of its own and not find it.
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const worker = new Worker(path.join(readEnv().PROJECT_ROOT, "lib/services/replays/replay-worker.ts"), {
      workerData: order,
    });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the replay's thread ended with code ${code}`)));
  });
  if (reply.ok) return reply.report;
  throw new Error(reply.message);
}
