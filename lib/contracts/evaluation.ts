import { z } from "zod";
import { figureSchema } from "./model.ts";

const share = z.number().min(0).max(1);

/** One of the equal-count bins of predicted probability: what was foretold, what happened, with its 95% Wilson interval. */
export const reliabilityBinSchema = z.strictObject({
  count: z.int().min(0),
  predicted: share,
  observed: share,
  low: share,
  high: share,
});
export type ReliabilityBin = z.infer<typeof reliabilityBinSchema>;

/** The held-out outcomes of one task type or one agent. Unknown is null. */
export const evaluationRowSchema = z.strictObject({
  name: z.string(),
  n: z.int().min(0),
  observed: share,
  predicted: share,
  brier: z.number().min(0),
  /** Share of comparable tasks on which this agent was chosen, and how they ended; of a type: success of the choices. */
  chosenShare: share.nullable(),
  successWhenChosen: share.nullable(),
});
export type EvaluationRow = z.infer<typeof evaluationRowSchema>;

/** Mean cost of a task in USD and share of success. */
export const costQualityPointSchema = z.strictObject({ costUsd: z.number().min(0), success: share });
export type CostQualityReportPoint = z.infer<typeof costQualityPointSchema>;

export const costQualityReportSchema = z.strictObject({
  /** Success minus lambda x cost, lambda rising; and its non-decreasing upper hull. */
  curve: z.array(costQualityPointSchema),
  hull: z.array(costQualityPointSchema),
  singles: z.array(costQualityPointSchema.extend({ agent: z.string() })),
  /** The choice as the version would route, and the best single agent. */
  chosen: costQualityPointSchema,
  bestSingle: costQualityPointSchema.extend({ agent: z.string() }),
});
export type CostQualityReport = z.infer<typeof costQualityReportSchema>;

export const learningPointSchema = z.strictObject({
  rows: z.int().min(0),
  /** Null where choices cannot be compared. */
  success: share.nullable(),
  brier: z.number().min(0),
});
export type LearningPoint = z.infer<typeof learningPointSchema>;

export const BEATS_BEST_SINGLE = ["yes", "no", "not_distinguishable", "not_comparable"] as const;

/** What was measured of a version on tasks it has not seen; saved once, with the version. */
export const evaluationReportSchema = z.strictObject({
  /** First line of the version's card, in plain words. */
  summary: z.string(),
  beatsBestSingle: z.enum(BEATS_BEST_SINGLE),
  figures: z.record(z.string(), figureSchema),
  reliability: z.array(reliabilityBinSchema),
  perType: z.array(evaluationRowSchema),
  perAgent: z.array(evaluationRowSchema),
  costQuality: costQualityReportSchema.nullable(),
  learningCurve: z.array(learningPointSchema),
  /** Learners that were compared inside training, by their cross-validated figures; empty where there was no choice. */
  learners: z.array(
    z.strictObject({ name: z.string(), chosen: z.boolean(), figures: z.record(z.string(), figureSchema) }),
  ),
  heldOut: z.strictObject({ how: z.string(), rows: z.int().min(0), tasks: z.int().min(0), sha256: z.string() }),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
