import { z } from "zod";
import { budgetTagsSchema } from "./budget.ts";
import { GONE_KINDS } from "./fallback.ts";
import type { ModelCallView } from "./model-call.ts";
import type { FactorName, FilterName, RoutingPolicy } from "./routing.ts";
import { parentDecisionSchema, taskSchema } from "./task.ts";

/** Body of `POST /api/v1/route`. */
export const routeRequestSchema = z.strictObject({
  task: taskSchema,
  budget_tags: budgetTagsSchema.default([]),
  parent_decision_id: parentDecisionSchema.default(null),
  simulate: z.boolean().default(false),
  /** Of a drill that runs: what it takes for gone is left out. Of simulated requests alone. */
  drill: z.string().max(64).optional(),
});
export type RouteRequest = z.output<typeof routeRequestSchema>;
export type RouteRequestWire = z.input<typeof routeRequestSchema>;

const quantilesSchema = z.object({ p50: z.number().nullable(), p90: z.number().nullable() });

const expectationSchema = z.object({
  success_probability: z.number(),
  cost_usd: z.number(),
  duration_ms: z.number().nullable(),
});

/** Agents to try one after another, cheap first, then strong, each only when the one before it has failed. */
const escalationSchema = z.object({
  steps: z.array(
    z.object({
      agent: z.string(),
      configuration: z.string().nullable(),
      /** Probability that this step is reached, and that it then succeeds: agents tend to fail on the same tasks. */
      reached_probability: z.number(),
      success_probability: z.number(),
      cost_usd: z.number(),
    }),
  ),
  expected: expectationSchema,
  /** The best agent alone, under the same worth of a dollar. */
  alone: expectationSchema.extend({ agent: z.string() }),
  failure_correlation: z.number(),
  /** Whether the predictor's training found it in history, or the policy declares it. */
  failure_correlation_from: z.enum(["training", "policy"]).default("policy"),
});

/** The blocking budget with the least room, where budgets alone kept everybody from the task. */
const budgetRefusalSchema = z.object({
  name: z.string(),
  remaining_usd: z.number(),
  /** Null: it never resets by itself. */
  resets_at: z.string().nullable(),
});
export type BudgetRefusal = z.infer<typeof budgetRefusalSchema>;

export type Escalation = z.infer<typeof escalationSchema>;

/** Which drill a simulated answer was given in, and who would have been chosen without it. */
const drillMarkSchema = z.object({
  id: z.string(),
  kind: z.enum(GONE_KINDS),
  thing: z.string(),
  ends_at: z.string(),
  without_drill: z.string().nullable(),
});
export type DrillMark = z.infer<typeof drillMarkSchema>;

/** Answer of `POST /api/v1/route`; also the stored answer of an idempotent retry. Unknown is null. */
export const routeAnswerSchema = z.object({
  decision_id: z.string(),
  verdict: z.enum(["assigned", "nobody_fits"]),
  simulated: z.boolean(),
  agent: z.string().nullable(),
  configuration: z.string().nullable(),
  fallbacks: z.array(z.object({ agent: z.string(), configuration: z.string().nullable() })),
  estimate: z
    .object({
      cost_usd: z.number().nullable(),
      success_probability: z.number(),
      duration_ms: quantilesSchema,
      tokens: z.object({ input: z.number().nullable(), output: z.number().nullable() }),
    })
    .nullable(),
  assignment: z.object({ id: z.string(), expires_at: z.string() }).nullable(),
  /** Null: the policy has none, or no plan is worth more than the best agent alone. */
  escalation: escalationSchema.nullable().default(null),
  /** Null: no budget stood in the way, or not alone. */
  budget: budgetRefusalSchema.nullable().default(null),
  /** Absent: decided with everything that there is. */
  drill: drillMarkSchema.optional(),
  reason: z.string(),
});
export type RouteAnswer = z.infer<typeof routeAnswerSchema>;

/** An outcome that a call's end has left unjudged may be judged for so long. */
export const JUDGED_WITHIN_DAYS = 7;

/** Body of `POST /api/v1/decisions/{id}/outcome`. */
export const outcomeSchema = z.strictObject({
  success: z.boolean(),
  quality: z.number().min(0).max(1).nullable().default(null),
  duration_ms: z.int().min(0).max(604_800_000).nullable().default(null),
  usage: z
    .strictObject({
      input_tokens: z.int().min(0).max(1_000_000_000),
      output_tokens: z.int().min(0).max(1_000_000_000),
    })
    .nullable()
    .default(null),
  /** Actual cost when the caller knows it; otherwise usage x price. */
  cost_usd: z.number().min(0).max(1_000_000).nullable().default(null),
  error_code: z.string().max(120).nullable().default(null),
});
export type OutcomeReport = z.output<typeof outcomeSchema>;

/** `direct`: a call that named its configuration or tier; nobody was routed. */
export const DECISION_VERDICTS = ["assigned", "nobody_fits", "direct"] as const;
export type DecisionVerdict = (typeof DECISION_VERDICTS)[number];

/** One candidate of a stored decision. Unknown is null. */
export interface CandidateRow {
  agentId: string;
  agentName: string;
  configuration: string | null;
  eligible: boolean;
  /** Every filter that refused, with its sentence. */
  refusals: { filter: FilterName; sentence: string }[];
  /** contribution = weight x score / sum of weights. Empty for refused candidates. */
  factors: { factor: FactorName; score: number; weight: number; contribution: number }[];
  total: number;
  successProbability: number | null;
  costNanoUsd: string | null;
  durationP50Ms: number | null;
  /** With which probability the policy picks this candidate; null for the refused and in decisions that do not say. */
  propensity: number | null;
  /** What recent outcomes did to its predicted success; null: nothing. */
  live: LiveCorrection | null;
  /** What would have to change for this candidate to be chosen; null for the chosen one. */
  toWin: string | null;
}

/** What outcomes since the predictor was trained say of an agent. */
export interface LiveCorrection {
  /** Added to the logit of the predicted success. */
  offsetLogit: number;
  /** Of the agent's newest outcomes, at most 20: how many failed. */
  recentFailed: number;
  recentOutcomes: number;
}

/** How a choice came about where a policy may try agents out. */
export interface ExplorationRecord {
  policy: RoutingPolicy["selection"]["kind"];
  lambdaPerUsd: number;
  /** Agent that would have been chosen without trying out. */
  greedyAgent: string;
  /** `trial`: a new agent's turn; `draw`: drawn by the policy; `greedy`: the greedy choice. */
  outcome: "greedy" | "draw" | "trial";
  /** Why nothing might be tried out here. */
  barred: "priority" | "cap" | null;
  /** Expected extra cost plus expected loss over the greedy choice; counts against the day's cap. Null: unknown. */
  priceNanoUsd: number | null;
  /** Of the fleet and day, before this decision; limit null: none. */
  spentNanoUsd: number;
  limitNanoUsd: number | null;
}

/** A budget that made cost count more, to end with its period. */
export interface PacingRecord {
  budgetId: string;
  budgetName: string;
  /** Used more (less: negative) than the demand so far should have, in points of the limit. */
  aheadPoints: number;
  /** Points of success a dollar was worth on top of what the policy says, and what that is. */
  lambdaPerUsd: number;
  policyLambdaPerUsd: number;
}

/** The learned matcher that was asked, and the capabilities it found; none: the text asks for nothing it knows. */
export interface ReadingRecord {
  name: string;
  version: number;
  sha256: string;
  read: { name: string; probability: number }[];
}

/** The workload model that availability was judged by. */
export interface WorkloadRecord {
  name: string;
  version: number;
  sha256: string;
  /** Null: nobody fitted. */
  expectedWaitMs: number | null;
}

/** The behaviour model that collaboration was judged by. */
export interface CollaborationRecord {
  name: string;
  version: number;
  sha256: string;
  /** Who handed over. */
  after: string;
  /** Of the chosen agent, 0-1, with the tasks it rests on; null: nobody fitted. */
  score: number | null;
  n: number | null;
}

/** What made a decision; enough to replay it. Decisions of before a field existed lack it. */
export interface DecisionProvenance {
  exploration?: ExplorationRecord | null;
  /** Budgets that made cost count more; absent: none did. */
  pacing?: PacingRecord[];
  /** Of the chosen agent; the predictor alone said logit(predicted success) - offsetLogit. */
  live?: LiveCorrection | null;
  policyVersion: string;
  /** The predictor would have read the task's text, but its embedding was not there in time. */
  textUnread?: boolean;
  /** It was decided by a prompt's text, which is not part of the decision. */
  textUnkept?: boolean;
  predictor: { name: string; version: number; sha256: string } | null;
  /**
   * What read the needed capabilities from the text, and what it read; null where the task names them itself, or where
   * no learned matcher serves and names alone were compared. Absent in decisions older than matchers.
   */
  matcher?: ReadingRecord | null;
  /** What told the load of agents, and what the next task at the chosen one was expected to wait; absent: none served. */
  workload?: WorkloadRecord;
  /** What told how well agents work after the one that handed over; null: none served; absent: nobody handed over. */
  behavior?: CollaborationRecord | null;
  configuration: { ref: string; revision: number } | null;
  priceSource: string | null;
  /** Seed of the selection's random draw. */
  seed: number;
  decidedInUs: number;
}

/** `GET /api/v1/decisions/{id}` and the decision page. Money as decimal text of nano-dollars. */
export interface DecisionView {
  id: string;
  at: string;
  fleetName: string;
  /** Name null: the person or key is gone, or it was Signalbox itself. */
  actor: { kind: string; id: string; name: string | null };
  requestId: string;
  task: unknown;
  taskType: string;
  verdict: DecisionVerdict;
  reason: string;
  agentName: string | null;
  configuration: string | null;
  propensity: number;
  answer: RouteAnswer;
  candidates: CandidateRow[];
  provenance: DecisionProvenance;
  assignment: {
    id: string;
    state: "active" | "finished" | "expired";
    expiresAt: string;
    endedAt: string | null;
  } | null;
  outcome: {
    at: string;
    /** Null: not judged. */
    success: boolean | null;
    /** When it was; null: it was not. */
    judgedAt: string | null;
    quality: number | null;
    durationMs: number | null;
    inputTokens: number | null;
    outputTokens: number | null;
    costNanoUsd: string | null;
    errorCode: string | null;
    late: boolean;
  } | null;
  /** What went through Signalbox for it, the first first; none where the agent calls its provider itself. */
  calls: ModelCallView[];
}

/** A row of the decisions list. */
export interface DecisionRow {
  id: string;
  at: string;
  fleetName: string;
  taskType: string;
  verdict: DecisionVerdict;
  agentName: string | null;
  configuration: string | null;
  reason: string;
  estimateNanoUsd: string | null;
  predictedSuccess: number | null;
  outcome: { success: boolean | null; costNanoUsd: string | null; durationMs: number | null } | null;
  state: "active" | "finished" | "expired" | null;
}
