import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "#lib/core/errors.ts";
import { closeStore } from "#lib/store/client.ts";
import type { ReplayReply } from "./replay-in-thread.ts";
import { type ReplayOrder, runReplay } from "./run-replay.ts";

// The entry of the replay's thread: one order in, one reply out.
async function run(): Promise<ReplayReply> {
  try {
    return { ok: true, report: await runReplay(workerData as ReplayOrder) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  } finally {
    await closeStore();
  }
}

parentPort?.postMessage(await run());
