import { parentPort, workerData } from "node:worker_threads";
import type { ReplayReport } from "#lib/contracts/replay.ts";
import { messageOf } from "#lib/core/errors.ts";
import type { ThreadReply } from "#lib/runtime/ask-thread.ts";
import { closeStore } from "#lib/store/client.ts";
import { type ReplayOrder, runReplay } from "./run-replay.ts";

// The entry of the replay's thread: one order in, one reply out.
async function run(): Promise<ThreadReply<ReplayReport>> {
  try {
    return { ok: true, value: await runReplay(workerData as ReplayOrder) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  } finally {
    await closeStore();
  }
}

parentPort?.postMessage(await run());
