import { parentPort, workerData } from "node:worker_threads";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { closeStore } from "#lib/store/client.ts";
import type { FitReply } from "./fit-in-thread.ts";
import { type FitOrder, fitVersion } from "./fit-version.ts";

// The entry of the training thread: one order in, one reply out.
async function run(): Promise<FitReply> {
  try {
    return { ok: true, fitted: await fitVersion(workerData as FitOrder) };
  } catch (error) {
    const code = error instanceof SignalboxError ? error.code : null;
    return { ok: false, code, message: messageOf(error) };
  } finally {
    await closeStore();
  }
}

parentPort?.postMessage(await run());
