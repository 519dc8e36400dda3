import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "#lib/core/errors.ts";
import { closeStore } from "#lib/store/client.ts";
import { type ComparisonOrder, compareHeldOut } from "./compare-held-out.ts";
import type { ComparisonReply } from "./compare-in-thread.ts";

// The entry of the comparison's thread: one order in, one reply out.
async function run(): Promise<ComparisonReply> {
  try {
    return { ok: true, measured: await compareHeldOut(workerData as ComparisonOrder) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  } finally {
    await closeStore();
  }
}

parentPort?.postMessage(await run());
