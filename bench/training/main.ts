import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure } from "#lib/contracts/model.ts";
import { messageOf } from "#lib/core/errors.ts";
import type { HistorySize } from "./history.ts";
import { measureTraining } from "./measure.ts";

/**
 * Trains the product's predictor on a made-up history in a worker thread, as the product does, while the main thread
 * watches its own event loop. Prints a table, then one line of JSON.
 *   npm run bench:training -- [--outcomes 1000000] [--agents 200] [--types 30] [--texts 50000] [--seed 1]
 */
async function main(): Promise<void> {
  const number = { type: "string" } as const;
  const { values } = parseArgs({
    options: { outcomes: number, agents: number, types: number, texts: number, seed: number },
  });
  const size: HistorySize = {
    outcomes: Number(values.outcomes ?? 1_000_000),
    agents: Number(values.agents ?? 200),
    types: Number(values.types ?? 30),
    texts: Number(values.texts ?? 50_000),
  };
  if (!Object.values(size).every((value) => Number.isInteger(value) && value > 0)) {
    throw new RangeError("--outcomes, --agents, --types and --texts are whole numbers above 0");
  }
  const { trained, eventLoopP99Ms, peakRssMib, stages } = await measureTraining(size, Number(values.seed ?? 1));
  for (const { stage, seconds } of stages) console.log(`${seconds.toFixed(2).padStart(8)} s  ${stage}`);
  const n = size.outcomes;
  const figures: Record<string, Figure> = {
    fit_seconds: { value: trained.fitSeconds, unit: "s", n },
    fit_cpu_seconds: { value: trained.cpuSeconds, unit: "s", n },
    peak_rss_mib: { value: peakRssMib, unit: "MiB", n },
    event_loop_p99_ms: { value: eventLoopP99Ms, unit: "ms", n },
    predict_p50_ms: { value: trained.predictP50Ms, unit: "ms", n: 1000 },
    artifact_mib: { value: trained.artifactBytes / 2 ** 20, unit: "MiB", n },
  };
  for (const [name, { value, unit }] of Object.entries(figures)) {
    console.log(`${name.padEnd(20)} ${value.toFixed(3).padStart(12)} ${unit}`);
  }
  const environment = {
    ...{ node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length },
    ...{ ...size, learner: trained.parameters.learner, artifact_sha256: trained.artifactSha256 },
  };
  console.log(JSON.stringify({ bench: "training", figures, environment }));
}

main().catch((thrown) => {
  console.error(messageOf(thrown));
  process.exitCode = 1;
});
