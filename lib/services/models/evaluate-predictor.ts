import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelAliasSchema } from "#lib/contracts/model.ts";
import { trainingRequestSchema } from "#lib/contracts/training.ts";
import { parseInput } from "#lib/core/parse.ts";
import { describeFigures } from "#lib/engines/prediction/evaluation-report/describe-figures.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { EmbeddedSet } from "#lib/services/text/embedded-set.ts";
import { loadRoutingModel } from "./load-routing-model.ts";
import { type Metrics, measurePredictor } from "./measure-predictor.ts";
import { holdOut, readTrainingData } from "./training-data.ts";

const inputSchema = z.strictObject({
  fleetName: nameSchema,
  version: z.union([z.int().min(1), modelAliasSchema]).default("production"),
});

export interface Evaluation {
  version: number;
  metrics: Metrics;
  /** One sentence; it says so when the version has seen the rows it is measured on. */
  summary: string;
  sameData: boolean;
}

/**
 * Measures a saved version again, on the held-out tasks of what the fleet has done until now. Nothing is written.
 * @throws SignalboxError not_found for an unknown version; conflict when the fleet has no outcomes; unavailable when
 *   their texts cannot be embedded
 */
export async function evaluatePredictor({ ctx, input }: ServiceCall): Promise<Evaluation> {
  requireScope(ctx, "model:read");
  const { fleetName, version: wanted } = parseInput(inputSchema, input);
  const loaded = await loadRoutingModel({
    ctx,
    input: { name: fleetName, kind: "performance_predictor", version: wanted },
  });
  const { metadata, version } = loaded.version;
  const everything = trainingRequestSchema.parse({ fleetName });
  const data = await readTrainingData({ ...everything, untilMs: ctx.clock.nowMs() });
  const embedded = EmbeddedSet.here();
  const predictor = AgentPerformancePredictor.fromArtifact(loaded.bytes, embedded);
  const held = holdOut(data.observations, metadata.seed, predictor.embedding !== null);
  if (predictor.embedding) await embedded?.add(Array.from(held.test, ({ text }) => text));
  const { figures: metrics } = measurePredictor({
    predictor,
    train: held.train,
    test: held.test,
    seed: metadata.seed,
  });
  const unseen = metadata.parameters.split === "train" && held.how === "test split of the data set";
  const warning = unseen ? "" : " It may have learned from some of these tasks, which flatters it.";
  return {
    version,
    metrics,
    summary: `v${version}: ${describeFigures(metrics, held.how)}${warning}`,
    sameData: metadata.dataSha256 === data.dataSha256,
  };
}
