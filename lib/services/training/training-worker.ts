import os from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { refreshSettings } from "#lib/runtime/settings.ts";
import { closeStore } from "#lib/store/client.ts";
import { fitByKind } from "./fit-by-kind.ts";
import type { ThreadMessage, ThreadOrder } from "./training-thread.ts";

const PROGRESS_EVERY_MS = 200;

// The entry of the training thread: one order in, progress and one reply out.

function yieldToRouting(): void {
  // On Linux a priority belongs to a thread; elsewhere it would slow the whole process down.
  if (process.platform === "linux") os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
}

/** Every change of stage, and otherwise a few a second: each message is work for the thread that routes. */
function progressSender(): (stage: string, share: number) => void {
  let sentStage = "";
  let sentAtMs = 0;
  return (stage, share) => {
    const nowMs = performance.now();
    if (stage === sentStage && nowMs - sentAtMs < PROGRESS_EVERY_MS) return;
    sentStage = stage;
    sentAtMs = nowMs;
    send({ kind: "progress", stage, share });
  };
}

function send(message: ThreadMessage, moved: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, moved);
}

async function run(): Promise<void> {
  try {
    const { order, yields } = workerData as ThreadOrder;
    if (yields) yieldToRouting();
    await refreshSettings();
    const fitted = await fitByKind(order, progressSender());
    // A copy of its own: what is moved must not be a piece of a larger buffer.
    const artifact = new Uint8Array(fitted.artifact);
    send({ kind: "fitted", fitted: { ...fitted, artifact } }, [artifact.buffer]);
  } catch (error) {
    const code = error instanceof SignalboxError ? error.code : null;
    send({ kind: "failed", code, message: messageOf(error) });
  } finally {
    await closeStore();
  }
}

await run();
