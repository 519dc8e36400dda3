import path from "node:path";
import { type ErrorCode, SignalboxError } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";
import type { FitOrder, FittedVersion } from "#lib/services/models/fit-version.ts";

/** Objects of the training thread; typed arrays lie outside. A history that needs more fails alone. */
const MAX_HEAP_MIB = 1_536;

/** What the training thread says; an error's class does not cross threads, its code does. */
export type ThreadMessage =
  | { kind: "progress"; stage: string; share: number }
  | { kind: "fitted"; fitted: FittedVersion }
  | { kind: "failed"; code: ErrorCode | null; message: string };

type ProgressListener = (stage: string, share: number) => void;

export interface TrainingThread {
  /** @throws SignalboxError as fitVersion, and too_large when memory does not suffice */
  fitted: Promise<FittedVersion>;
  /** Names the one who hears how far it is. */
  onProgress(listener: ProgressListener): void;
  /** Ends it at once, whatever it is computing; `fitted` is rejected then. */
  stop(): Promise<void>;
}

/** What the thread is started with. */
export interface ThreadOrder {
  order: FitOrder;
  yields: boolean;
}

/**
 * fitVersion in a thread of its own: a fit would hold up every task that is being routed.
 * @param yields with low priority, so that routing on the same processors goes first
 */
export function startTrainingThread(order: FitOrder, yields: boolean): TrainingThread {
  let listener: ProgressListener = () => undefined;
  // Not imported: the bundler of the pages would take the thread's file for a module of its own and not find it.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(path.join(readEnv().PROJECT_ROOT, "lib/services/training/training-worker.ts"), {
    workerData: { order, yields } satisfies ThreadOrder,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
  });
  const fitted = new Promise<FittedVersion>((resolve, reject) => {
    worker.on("message", (message: ThreadMessage) => {
      switch (message.kind) {
        case "progress":
          return listener(message.stage, message.share);
        case "fitted":
          return resolve(message.fitted);
        case "failed":
          return reject(failureOf(message));
        default:
          return message satisfies never;
      }
    });
    worker.once("error", (error) => reject(isOutOfMemory(error) ? tooLarge() : error));
    worker.once("exit", (code) => reject(new Error(`the training thread ended with code ${code}`)));
  });
  return {
    fitted,
    onProgress(next) {
      listener = next;
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function failureOf({ code, message }: { code: ErrorCode | null; message: string }): Error {
  return code === null ? new Error(message) : new SignalboxError(code, message);
}

function isOutOfMemory(error: unknown): boolean {
  return (error as { code?: string }).code === "ERR_WORKER_OUT_OF_MEMORY";
}

function tooLarge(): SignalboxError {
  return new SignalboxError(
    "too_large",
    `Learning from that much history needs more than ${MAX_HEAP_MIB} MiB: choose a shorter window, or fewer task types.`,
  );
}
