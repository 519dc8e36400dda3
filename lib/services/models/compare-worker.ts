import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "#lib/core/errors.ts";
import type { MeasuredNow } from "#lib/engines/registry/gates/evidence.ts";
import type { ThreadReply } from "#lib/runtime/ask-thread.ts";
import { closeStore } from "#lib/store/client.ts";
import { type ComparisonOrder, compareHeldOut } from "./compare-held-out.ts";

// The entry of the comparison's thread: one order in, one reply out.
async function run(): Promise<ThreadReply<MeasuredNow | null>> {
  try {
    return { ok: true, value: await compareHeldOut(workerData as ComparisonOrder) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  } finally {
    await closeStore();
  }
}

parentPort?.postMessage(await run());
