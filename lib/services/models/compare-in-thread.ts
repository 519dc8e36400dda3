import path from "node:path";
import type { MeasuredNow } from "#lib/engines/registry/gates/evidence.ts";
import { readEnv } from "#lib/env.ts";
import type { ComparisonOrder } from "./compare-held-out.ts";

export type ComparisonReply = { ok: true; measured: MeasuredNow | null } | { ok: false; message: string };

/**
 * compareHeldOut in a thread of its own: thousands of predictions would hold up the tasks that are being routed.
 * @throws Error with the thread's own words
 */
export async function compareInThread(order: ComparisonOrder): Promise<MeasuredNow | null> {
  const reply = await new Promise<ComparisonReply>((resolve, reject) => {
    // Not imported: the bundler of the pages would take the thread's file for a module of its own and not find it.
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const worker = new Worker(path.join(readEnv().PROJECT_ROOT, "lib/services/models/compare-worker.ts"), {
      workerData: order,
    });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the comparison's thread ended with code ${code}`)));
  });
  if (reply.ok) return reply.measured;
  throw new Error(reply.message);
}
