import { z } from "zod";
import type { AgentStatus } from "./agent.ts";
import { type ModelPrice, type Provider, type Tier, tierSchema } from "./configuration.ts";
import { probePlanSchema } from "./probe-plan.ts";

/** Filter plugins in the order they run, cheap first. A candidate's verdict is a bit mask over this list: 0 = eligible. */
export const FILTERS = [
  "status",
  "heartbeat",
  "slots",
  "capability",
  "context_window",
  "provider_health",
  "budget",
  "policy",
] as const;
export type FilterName = (typeof FILTERS)[number];

/** Score plugins; each gives 0-1. */
export const FACTORS = [
  "capability",
  "experience",
  "availability",
  "performance",
  "cost",
  "latency",
  "collaboration",
] as const;
export type FactorName = (typeof FACTORS)[number];

/** How a winner is drawn among the scored candidates. */
const selectionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("best") }),
  z.strictObject({ kind: z.literal("softmax"), temperature: z.number().positive() }),
  z.strictObject({ kind: z.literal("epsilon"), epsilon: z.number().min(0).max(1) }),
  /** As often as the candidate is believed to be the best one. */
  z.strictObject({ kind: z.literal("thompson") }),
]);

/** What trying out may cost. High and critical tasks are never tried out on, whatever is declared here. */
const explorationSchema = z.strictObject({
  /** Expected extra cost and expected loss of all tried choices of a fleet and UTC day; null: no limit. */
  maxUsdPerDay: z.number().min(0).nullable(),
  /** What a failed task is taken to cost; prices the success a tried choice is expected to lose. */
  failureUsd: z.number().min(0),
});

/** Recent outcomes that correct the predictor in production until it is trained again. */
const liveEvidenceSchema = z.strictObject({
  enabled: z.boolean(),
  /** An outcome counts half after so many later ones of its agent and type, and half after so many hours. */
  halfLifeOutcomes: z.number().positive(),
  halfLifeHours: z.number().positive(),
  /** Standard deviation, in logits, of how far an agent is believed to stray from its prediction. */
  driftSd: z.number().positive().max(5),
  /** Evidence of a change (log likelihood ratio) from which on older outcomes are dropped. */
  changeThreshold: z.number().positive(),
});

/** Cheap first, then strong, where a failure is known quickly enough to try another agent. */
const cascadeSchema = z.strictObject({
  enabled: z.boolean(),
  /** True: the plan's first step takes the task. False: the plan is only recommended in the answer. */
  assignsFirstStep: z.boolean(),
  maxSteps: z.int().min(2).max(3),
  /** How long it takes to learn that a step has failed, on top of the step itself. */
  failureKnownWithinMs: z.int().min(0),
  /** Points of success probability a dollar is worth, as in the policy itself. */
  lambdaPerUsd: z.number().min(0).max(10_000),
  /** A plan is worth it from this gain of success - lambda x cost over the best single agent on. */
  minGain: z.number().min(0).max(1),
  /** Of the latent difficulties two agents meet on one task: 0 they fail independently, 1 together. */
  failureCorrelation: z.number().min(0).max(0.99),
});

const pacingSchema = z.strictObject({ enabled: z.boolean() });

const referencesSchema = z.array(z.string().min(3).max(160)).max(8);

/** How calls of providers are tried again, and where they go when one fails. */
const executionSchema = z.strictObject({
  /** Of one call, over all its configurations. */
  maxAttempts: z.int().min(1).max(20),
  /** A call ends, fallbacks included, within so many times the timeout of the configuration it asked for. */
  deadlineFactor: z.number().min(1).max(10),
  /** Waits between tries are drawn from 0 to base x 2^tries, at most max. */
  backoff: z.strictObject({ baseMs: z.int().min(1), maxMs: z.int().min(1) }),
  breaker: z.strictObject({
    /** Failures one after another that open it. */
    failures: z.int().min(1),
    /** How long it stays open: doubled with every probe that fails, at most max. */
    openMs: z.int().min(1),
    maxOpenMs: z.int().min(1),
    /** Of the endpoints in use, so many may be left out at once; one always may. */
    maxEjectedShare: z.number().min(0).max(1),
  }),
  fallbacks: z.strictObject({
    /** By the configuration asked for; an empty list means none. */
    configurations: z.record(z.string(), referencesSchema),
    /** By its tier, where the configuration is not named above. */
    tiers: z.partialRecord(tierSchema, referencesSchema),
    /** Where neither names any: configurations of the same tier at other providers, so many at most; 0 means none. */
    computed: z.int().min(0).max(8),
  }),
  /** In force unless somebody says otherwise on the page Health. */
  probes: probePlanSchema.prefault({ everySeconds: 300, fleet: null, configurations: [] }),
});
export type ExecutionPolicy = z.infer<typeof executionSchema>;

/** `configs/routing-policy.json`: how the factors weigh and how a winner is selected. */
export const routingPolicySchema = z.strictObject({
  version: z.string().min(1),
  weights: z.record(z.enum(FACTORS), z.number().min(0)),
  selection: selectionSchema,
  /** Points of success probability a dollar is worth: an agent scores success - lambda x cost in USD for performance. */
  lambdaPerUsd: z.number().min(0).max(10_000),
  /** Budgets that block or downgrade make cost count more while they are on course to run out before their period ends. */
  pacing: pacingSchema.default({ enabled: true }),
  exploration: explorationSchema,
  /** A required capability counts as present from this match on (exact 1, related and similar below). */
  minCapabilityMatch: z.number().min(0).max(1),
  /** What an agent without any outcome is believed to be worth, and how many outcomes outweigh it. */
  coldStart: z.strictObject({
    priorSuccess: z.number().min(0).max(1),
    priorStrength: z.number().positive(),
    minSamples: z.int().min(0),
    /** A new agent gets tasks until it has done so many, with at most this share of the traffic; then its record speaks. */
    trial: z.strictObject({ tasks: z.int().min(0).max(1000), maxShare: z.number().min(0).max(1) }),
  }),
  liveEvidence: liveEvidenceSchema,
  cascade: cascadeSchema,
  /** What is different in a fleet, by its name. */
  fleets: z
    .record(
      z.string(),
      z.strictObject({
        selection: selectionSchema.optional(),
        lambdaPerUsd: z.number().min(0).max(10_000).optional(),
        pacing: pacingSchema.optional(),
        exploration: explorationSchema.optional(),
        liveEvidence: liveEvidenceSchema.optional(),
        cascade: cascadeSchema.optional(),
      }),
    )
    .default({}),
  /** Held for a task whose cost nobody can tell; null refuses such candidates where a blocking budget applies. */
  unpricedCeilingUsd: z.number().positive().nullable(),
  leaseTtlSeconds: z.int().min(5).max(86_400),
  fallbackCount: z.int().min(0).max(20),
  execution: executionSchema,
});
export type RoutingPolicy = z.infer<typeof routingPolicySchema>;

/** A configuration as the engine sees it: price and limits resolved. */
export interface RoutableConfiguration {
  ref: string;
  revision: number;
  provider: Provider;
  model: string;
  tier: Tier;
  maxTokens: number;
  contextWindow: number | null;
  price: ModelPrice | null;
}

/** One agent of the fleet snapshot. Load changes with every decision, the rest only with a mutation. */
export interface FleetAgent {
  id: string;
  name: string;
  role: string;
  description: string;
  status: AgentStatus;
  capabilities: readonly { name: string; level: number }[];
  concurrencyLimit: number;
  activeLeases: number;
  configuration: RoutableConfiguration | null;
  heartbeatTtlSeconds: number | null;
  lastHeartbeatAtMs: number | null;
}

/** How a budget is doing against its period, where it paces what it pays for. */
export interface BudgetPace {
  /** Used more (less: negative) than the demand so far should have, in points of the limit. */
  aheadPoints: number;
  /** Points of success a dollar of it is worth, on top of what the policy says; 0: it lasts. */
  lambdaPerUsd: number;
}

/** A budget that concerns this request, narrowed to what depends on the candidate (null = any). */
export interface BudgetHeadroom {
  id: string;
  name: string;
  action: "alert" | "downgrade" | "block";
  remainingNanoUsd: bigint;
  limitNanoUsd: bigint;
  /** Of the balance that would take it. */
  windowStartMs: number;
  /** Null: never by itself. */
  resetsAtMs: number | null;
  /** Absent: it does not pace, or not yet enough is known to. */
  pace?: BudgetPace | undefined;
  agentName: string | null;
  role: string | null;
  provider: string | null;
  configuration: string | null;
}

/**
 * All candidates of one decision as columns, row i for agent i of the snapshot; rows are materialised only when somebody looks.
 * NaN = unknown.
 */
export interface CandidateColumns {
  /** Bit f set: FILTERS[f] refused. 0: eligible. */
  refused: Uint16Array;
  /** Row-major count x FACTORS.length, 0-1; 0 for refused candidates. */
  scores: Float32Array;
  /** Sum of weight x score over sum of weights. */
  total: Float64Array;
  successProbability: Float64Array;
  /** Nano-dollars, integer valued. */
  costNanoUsd: Float64Array;
  durationP50Ms: Float64Array;
}
