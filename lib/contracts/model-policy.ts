import { z } from "zod";
import { nameSchema } from "./agent.ts";
import { type ModelKind, modelKindSchema } from "./model.ts";

const share = z.number().min(0).max(1);

/** Bounds of the gates; null switches a gate off. */
export const gateBoundsSchema = z.strictObject({
  maxLoadMs: z.number().positive().nullable().default(2_000),
  maxArtifactBytes: z
    .int()
    .positive()
    .nullable()
    .default(64 * 1024 * 1024),
  minRows: z.int().min(0).nullable().default(200),
  minRowsPerAgent: z.int().min(0).nullable().default(5),
  /** How much lower held-out success (or higher Brier score, where choices cannot be compared) may be than production's. */
  maxSuccessLoss: share.nullable().default(0.01),
  maxBrierLoss: share.nullable().default(0.005),
  maxCalibrationError: share.nullable().default(0.05),
  /** A replay must not find it worse; required: there must be one. */
  replay: z.enum(["off", "if_present", "required"]).default("if_present"),
  /** An agent that got at least this share of the work may not fall to nothing; null: it may. */
  minShareNotStarved: share.nullable().default(0.1),
});
export type GateBounds = z.infer<typeof gateBoundsSchema>;

const canaryFields = {
  /** Per cent of decisions that the candidate makes. */
  percent: z.number().positive().max(50),
  /** Ends well after so many outcomes of the candidate. */
  outcomes: z.int().min(20).max(1_000_000),
  /** Bound on the chance of a false alarm over the whole canary. */
  falseAlarm: z.number().min(0.0001).max(0.2),
  /** How much lower the candidate's share of successes may be before that counts against it. */
  maxSuccessLoss: z.number().min(0).max(0.1),
  /** Times what production's tasks cost; below 1 the candidate must save. Null: cost does not count. */
  maxCostRatio: z.number().min(0.1).max(100).nullable(),
  /** Times as long as production's tasks take; null: duration does not count. */
  maxDurationRatio: z.number().min(0.1).max(100).nullable(),
  /** Promotes by itself when it ends well and the gates pass. */
  promoteWhenGood: z.boolean(),
};

export const canaryPlanSchema = z.strictObject({
  percent: canaryFields.percent.default(10),
  outcomes: canaryFields.outcomes.default(500),
  falseAlarm: canaryFields.falseAlarm.default(0.05),
  maxSuccessLoss: canaryFields.maxSuccessLoss.default(0),
  // A candidate may be dearer or slower by up to half: it may have been made for that.
  maxCostRatio: canaryFields.maxCostRatio.default(1.5),
  maxDurationRatio: canaryFields.maxDurationRatio.default(1.5),
  promoteWhenGood: canaryFields.promoteWhenGood.default(false),
});
export type CanaryPlan = z.infer<typeof canaryPlanSchema>;
/** What of a canary's plan says when the candidate counts as worse. */
export type CanaryGuards = Pick<CanaryPlan, "maxSuccessLoss" | "maxCostRatio" | "maxDurationRatio">;

/** Parts of a plan: what is left out comes from the model's policy, so nothing here has a default. */
export const canaryPartsSchema = z.strictObject(canaryFields).partial();

/** How the versions of one registered model come and go. */
export const modelPolicySchema = z.strictObject({
  gates: gateBoundsSchema.prefault({}),
  canary: canaryPlanSchema.prefault({}),
  /** Null: only when somebody asks. */
  retrainEveryDays: z.number().positive().max(365).nullable().default(7),
  retrainOnDrift: z.boolean().default(true),
  retrainOnRegression: z.boolean().default(true),
  /** A retrained version goes to production by itself when every gate passes; never after a roll-back until resumed. */
  promoteRetrained: z.boolean().default(false),
  /** A roll-back to a version that was in production within so many days skips the canary. */
  returnWindowDays: z.number().min(0).max(365).default(14),
  /** A promotion is watched for so many hours and rolled back by itself on a regression; 0: it is not. */
  watchHours: z.number().min(0).max(720).default(24),
  /** Artifacts kept besides those that aliases, trials or open decisions name. */
  keepVersions: z.int().min(1).max(10_000).default(20),
});
export type ModelPolicy = z.output<typeof modelPolicySchema>;

/** What holds for a kind of model where nobody has set a policy. */
export function defaultModelPolicy(kind: ModelKind): ModelPolicy {
  // A handful of examples already reads texts better than names do, and a matcher knows no agents.
  const gates = kind === "capability_matcher" ? { minRows: 20, minRowsPerAgent: null } : {};
  return modelPolicySchema.parse({ gates });
}

export const saveModelPolicySchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  policy: modelPolicySchema,
  reason: z.string().trim().min(3, "Give a reason").max(500),
});
