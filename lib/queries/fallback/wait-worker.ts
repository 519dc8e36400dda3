import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "#lib/core/errors.ts";
import { type MovedLoads, type MovedWaits, movedWaits } from "#lib/engines/workload/calendar/moved-waits.ts";
import type { ThreadReply } from "#lib/runtime/ask-thread.ts";

// The entry of the thread that plays weeks through: one order in, one reply out.
function run(): ThreadReply<MovedWaits> {
  try {
    return { ok: true, value: movedWaits(workerData as MovedLoads) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
}

parentPort?.postMessage(run());
