import { parentPort, workerData } from "node:worker_threads";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { seededRandom } from "#lib/core/random.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { type HistorySize, syntheticHistory, syntheticTexts } from "./history.ts";

/** What the thread that trains tells the main one at the end. */
export interface Trained {
  fitSeconds: number;
  /** Processor time of the training thread, making the history included: what a machine with nothing else to do would need. */
  cpuSeconds: number;
  historySeconds: number;
  predictP50Ms: number;
  artifactBytes: number;
  artifactSha256: string;
  parameters: Record<string, unknown>;
}

const PREDICTIONS = 300;
const ASKED_AGENTS = 1000;

/** Makes the history and trains on it, in the same pass: a history as objects would be larger than the model. */
function train({ size, seed }: { size: HistorySize; seed: number }): Trained {
  const started = performance.now();
  let history = 0;
  const predictor = AgentPerformancePredictor.fit(timed(), {
    seed,
    onProgress: (stage) => parentPort?.postMessage({ stage, cpuSeconds: cpuSeconds() }),
  });
  const fitSeconds = (performance.now() - started - history) / 1000;
  const cpu = cpuSeconds();
  const artifact = predictor.toArtifact();
  return {
    fitSeconds,
    cpuSeconds: cpu,
    historySeconds: history / 1000,
    predictP50Ms: predictionP50Ms(AgentPerformancePredictor.fromArtifact(artifact), size),
    artifactBytes: artifact.length,
    artifactSha256: sha256Hex(artifact),
    parameters: predictor.parameters(),
  };

  /** Counts the time that making the history takes, which real histories do not. */
  function* timed() {
    const rows = syntheticHistory(size, seed);
    for (;;) {
      const from = performance.now();
      const { value, done } = rows.next();
      history += performance.now() - from;
      if (done) return;
      yield value;
    }
  }
}

function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}

/** Median time of a prediction for 1,000 agents with a text nobody has seen. */
function predictionP50Ms(predictor: AgentPerformancePredictor, size: HistorySize): number {
  const names = Array.from({ length: ASKED_AGENTS }, (_, i) => `agent-${i % size.agents}`);
  const texts = syntheticTexts(PREDICTIONS + 100, seededRandom(99));
  const times = texts.map(({ text }, i) => {
    const from = performance.now();
    predictor.predictColumns(names, { type: `type-${i % size.types}`, source: null, text });
    return performance.now() - from;
  });
  // The first hundred warm up, and fill what is cached for each type.
  const sorted = times.slice(100).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

parentPort?.postMessage({ trained: train(workerData as { size: HistorySize; seed: number }) });
