import os from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "#lib/core/errors.ts";
import { fulfilOrder, type OutlookOrder, type OutlookReply } from "#lib/engines/workload/calendar/outlook-order.ts";
import type { ThreadReply } from "./ask-thread.ts";

// The entry of the outlook's thread: one order in, one reply out.
function run(): ThreadReply<OutlookReply> {
  try {
    // On Linux a priority belongs to a thread: routing on the same processors goes first.
    if (process.platform === "linux") os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
    return { ok: true, value: fulfilOrder(workerData as OutlookOrder) };
  } catch (error) {
    return { ok: false, message: messageOf(error) };
  }
}

parentPort?.postMessage(run());
