import { monitorEventLoopDelay } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import type { Trained } from "./fit-worker.ts";
import type { HistorySize } from "./history.ts";

export interface TrainingMeasured {
  trained: Trained;
  /** Of the main thread while the other one trains. */
  eventLoopP99Ms: number;
  /** Of the whole process. */
  peakRssMib: number;
  /** Processor seconds of each stage. */
  stages: { stage: string; seconds: number }[];
}

type Message = { stage: string; cpuSeconds: number } | { trained: Trained };

/** Trains in a thread and watches. @throws what the thread throws */
export async function measureTraining(size: HistorySize, seed: number): Promise<TrainingMeasured> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const stages: { stage: string; from: number }[] = [];
  const worker = new Worker(new URL("./fit-worker.ts", import.meta.url), {
    workerData: { size, seed },
    resourceLimits: { maxOldGenerationSizeMb: 4096 },
  });
  delay.enable();
  const trained = await new Promise<Trained>((resolve, reject) => {
    worker.once("error", reject);
    worker.on("message", (message: Message) => {
      if ("trained" in message) resolve(message.trained);
      else stages.push({ stage: message.stage, from: message.cpuSeconds });
    });
  });
  delay.disable();
  stages.push({ stage: "end", from: trained.cpuSeconds });
  await worker.terminate();
  return {
    trained,
    // The monitor counts its own interval in.
    eventLoopP99Ms: Math.max(0, delay.percentile(99) / 1e6 - 5),
    peakRssMib: process.resourceUsage().maxRSS / 1024,
    stages: stages.slice(0, -1).map(({ stage, from }, i) => ({
      stage,
      seconds: (stages[i + 1]?.from ?? from) - from,
    })),
  };
}
