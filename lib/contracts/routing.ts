import { z } from "zod";
import type { AgentStatus } from "./agent.ts";
import type { ModelPrice, Provider, Tier } from "./configuration.ts";

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

/** `configs/routing-policy.json`: how the factors weigh and how a winner is selected. */
export const routingPolicySchema = z.strictObject({
  version: z.string().min(1),
  weights: z.record(z.enum(FACTORS), z.number().min(0)),
  selection: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("best") }),
    z.strictObject({ kind: z.literal("softmax"), temperature: z.number().positive() }),
    z.strictObject({ kind: z.literal("epsilon"), epsilon: z.number().min(0).max(1) }),
  ]),
  /** A required capability counts as present from this match on (exact 1, related and similar below). */
  minCapabilityMatch: z.number().min(0).max(1),
  /** What an agent without any outcome is believed to be worth, and how many outcomes outweigh it. */
  coldStart: z.strictObject({
    priorSuccess: z.number().min(0).max(1),
    priorStrength: z.number().positive(),
    minSamples: z.int().min(0),
  }),
  /** Held for a task whose cost nobody can tell; null refuses such candidates where a blocking budget applies. */
  unpricedCeilingUsd: z.number().positive().nullable(),
  leaseTtlSeconds: z.int().min(5).max(86_400),
  fallbackCount: z.int().min(0).max(20),
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

/** A budget that concerns this request, narrowed to what depends on the candidate (null = any). */
export interface BudgetHeadroom {
  id: string;
  name: string;
  action: "alert" | "downgrade" | "block";
  remainingNanoUsd: bigint;
  limitNanoUsd: bigint;
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
