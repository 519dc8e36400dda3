import path from "node:path";
import { type ErrorCode, SignalboxError } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";
import type { FitOrder, FittedVersion } from "./fit-version.ts";

/** What the training thread answers; an error's class does not cross threads, its code does. */
export type FitReply = { ok: true; fitted: FittedVersion } | { ok: false; code: ErrorCode | null; message: string };

/**
 * fitVersion in a thread of its own: a fit of a second would hold up every task that is being routed.
 * @throws SignalboxError as fitVersion
 */
export async function fitInThread(order: FitOrder): Promise<FittedVersion> {
  const reply = await new Promise<FitReply>((resolve, reject) => {
    // Not imported: the bundler of the pages would take the thread's file for a module of its own and not find it.
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const worker = new Worker(path.join(readEnv().PROJECT_ROOT, "lib/services/models/fit-worker.ts"), {
      workerData: order,
    });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the training thread ended with code ${code}`)));
  });
  if (reply.ok) return reply.fitted;
  if (reply.code) throw new SignalboxError(reply.code, reply.message);
  throw new Error(reply.message);
}
