import path from "node:path";
import { readEnv } from "#lib/env.ts";

/** What a thread answers; an error's class does not cross threads. */
export type ThreadReply<T> = { ok: true; value: T } | { ok: false; message: string };

/**
 * Hands an order to a thread of its own and waits for its one reply, so that long computing holds up nobody.
 * @param file of the thread's entry, from the project's root
 * @param name of the thread, for the sentence when it ends without a reply
 * @throws Error with the thread's own words
 */
export async function askThread<T>(file: string, name: string, order: unknown): Promise<T> {
  const reply = await new Promise<ThreadReply<T>>((resolve, reject) => {
    // Not imported: the bundler of the pages would take the thread's file for a module of its own and not find it.
    const { Worker } = process.getBuiltinModule("node:worker_threads");
    const worker = new Worker(path.join(readEnv().PROJECT_ROOT, file), { workerData: order });
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the ${name}'s thread ended with code ${code}`)));
  });
  if (reply.ok) return reply.value;
  throw new Error(reply.message);
}
