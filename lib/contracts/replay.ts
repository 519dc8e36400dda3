import { z } from "zod";
import { nameSchema } from "./agent.ts";
import { modelKindSchema } from "./model.ts";

const instantSchema = z.iso.datetime({ offset: true });

export const REPLAY_STATES = ["running", "succeeded", "failed"] as const;
export type ReplayState = (typeof REPLAY_STATES)[number];

/** Which version is tried over which of the fleet's own past decisions. */
export const startReplaySchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema.default("performance_predictor"),
  version: z.int().min(1),
  /** Null: the last seven days until now. */
  windowFrom: instantSchema.nullable().default(null),
  windowTo: instantSchema.nullable().default(null),
  /** The newest of the window, at most. */
  maxDecisions: z.int().min(10).max(100_000).default(10_000),
});

export const ESTIMATORS = ["ips", "snips", "dr"] as const;
export type EstimatorName = (typeof ESTIMATORS)[number];
export const REPLAY_VERDICTS = ["better", "worse", "not_distinguishable"] as const;
export type ReplayVerdict = (typeof REPLAY_VERDICTS)[number];

/** Expected value of one reward under the candidate, and its difference to what was logged, each with its 95% interval. */
export const offPolicyEstimateSchema = z.strictObject({
  estimator: z.enum(ESTIMATORS),
  value: z.number(),
  valueCi95: z.tuple([z.number(), z.number()]),
  difference: z.number(),
  differenceCi95: z.tuple([z.number(), z.number()]),
  verdict: z.enum(REPLAY_VERDICTS),
});
export type OffPolicyEstimate = z.infer<typeof offPolicyEstimateSchema>;

export const REWARDS = ["success", "cost_usd", "duration_ms"] as const;
export type RewardName = (typeof REWARDS)[number];

export const replayReportSchema = z.strictObject({
  summary: z.string(),
  verdict: z.enum(REPLAY_VERDICTS),
  decisions: z.int().min(0),
  outcomes: z.int().min(0),
  flips: z.int().min(0),
  /** Decisions that could not be replayed, with the reason. */
  skipped: z.array(z.strictObject({ reason: z.string(), count: z.int().min(1) })),
  effectiveSampleSize: z.number().min(0),
  rewards: z.array(
    z.strictObject({
      reward: z.enum(REWARDS),
      n: z.int().min(0),
      logged: z.number(),
      estimates: z.array(offPolicyEstimateSchema),
    }),
  ),
  /** Share of the decisions by agent, before and under the candidate. */
  shares: z.array(z.strictObject({ agent: z.string(), logged: z.number(), candidate: z.number() })),
});
export type ReplayReport = z.infer<typeof replayReportSchema>;

export interface ReplayView {
  id: string;
  name: string;
  kind: string;
  version: number;
  /** What was in production when it began; decisions of the window may be older. */
  against: number | null;
  windowFrom: string;
  windowTo: string;
  state: ReplayState;
  progress: number;
  report: ReplayReport | null;
  error: string | null;
  authorName: string;
  createdAt: string;
  finishedAt: string | null;
}

/** A decision the candidate would have made otherwise. Unknown is null; money is decimal text of nano-dollars. */
export interface ReplayFlip {
  decisionId: string;
  at: string;
  taskType: string;
  from: FlipSide;
  to: FlipSide;
  /** What came of the decision as it was made. */
  outcome: { success: boolean; costNanoUsd: string | null; durationMs: number | null } | null;
}

export interface FlipSide {
  agentName: string;
  /** As the candidate version foretells them. */
  successProbability: number | null;
  costNanoUsd: string | null;
  durationP50Ms: number | null;
  total: number | null;
}
