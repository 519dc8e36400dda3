import { z } from "zod";
import { nameSchema } from "./agent.ts";
import { modelKindSchema } from "./model.ts";
import { type CanaryPlan, canaryPartsSchema } from "./model-policy.ts";

/** Shadow: the version scores live traffic without deciding. Canary: it decides a percentage. Watch: after a promotion. */
export const TRIAL_MODES = ["shadow", "canary", "watch"] as const;
export type TrialMode = (typeof TRIAL_MODES)[number];

/** "rolled_back": a regression was found; "good": it ended as planned; "stopped": by a person or a move of production. */
export const TRIAL_STATES = ["running", "good", "rolled_back", "stopped"] as const;
export type TrialState = (typeof TRIAL_STATES)[number];

export const startTrialSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema.default("performance_predictor"),
  version: z.int().min(1),
  mode: z.enum(["shadow", "canary"]),
  /** What the policy leaves unsaid. */
  plan: canaryPartsSchema.default({}),
  reason: z.string().trim().min(3, "Give a reason").max(500),
});

/** One side of a trial: what it decided and what came of it. Sums of costs are nano-dollars as decimal text. */
export interface TrialArm {
  version: number;
  decisions: number;
  outcomes: number;
  successes: number;
  costNanoUsd: string;
  costOutcomes: number;
}

export interface TrialView {
  id: string;
  name: string;
  kind: string;
  mode: TrialMode;
  version: number;
  against: number;
  state: TrialState;
  plan: CanaryPlan;
  startedAt: string;
  endedAt: string | null;
  /** Why it ended, or what it knows so far, in one sentence. */
  sentence: string;
  /** Candidate first. Of a shadow: the logged outcomes that both sides foretold. */
  arms: { candidate: TrialArm; production: TrialArm };
  /** Shadow only: share of decisions on which both chose the same agent, and the Brier scores on logged outcomes. */
  agreement: number | null;
  brier: { candidate: number; production: number } | null;
  /** Of the sequential test: evidence against "not worse", which ends the trial at its bound. */
  evidence: { value: number; bound: number } | null;
  authorName: string;
  reason: string;
}
