import taxonomyJson from "#configs/capabilities.json" with { type: "json" };
import policyJson from "#configs/routing-policy.json" with { type: "json" };
import { capabilityTaxonomySchema } from "#lib/contracts/capability.ts";
import type { PerformancePredictor, PredictionColumns } from "#lib/contracts/prediction.ts";
import {
  type BudgetHeadroom,
  type FleetAgent,
  type RoutableConfiguration,
  type RoutingPolicy,
  routingPolicySchema,
} from "#lib/contracts/routing.ts";
import { type Task, type TaskWire, taskSchema } from "#lib/contracts/task.ts";
import { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import { unknownPrediction } from "./prediction-columns.ts";
import { type RouteInputs, TaskRouter } from "./task-router.ts";

const shipped = routingPolicySchema.parse(policyJson);

/** Builders for tests: each gives something ordinary, and the test names what is special about it. */
export const policyFixture = (changes: Partial<RoutingPolicy> = {}): RoutingPolicy => ({
  ...shipped,
  // The tests' own, so that tuning the shipped ones does not change what they prove.
  coldStart: { ...shipped.coldStart, trial: { tasks: 0, maxShare: 0 } },
  weights: {
    performance: 1,
    capability: 0.5,
    availability: 0.15,
    cost: 0.1,
    experience: 0.1,
    latency: 0.05,
    collaboration: 0.1,
  },
  ...changes,
});

export const matcherFixture = new CapabilityMatcher(capabilityTaxonomySchema.parse(taxonomyJson));

export function configurationFixture(changes: Partial<RoutableConfiguration> = {}): RoutableConfiguration {
  return {
    ref: "anthropic/researcher",
    revision: 1,
    provider: "anthropic",
    model: "model-a",
    tier: "balanced",
    maxTokens: 4096,
    contextWindow: 200_000,
    price: priceFixture(3, 15),
    ...changes,
  };
}

/** Prices in whole USD per million tokens. */
export function priceFixture(inputUsd: number, outputUsd: number): RoutableConfiguration["price"] {
  return {
    inputNanoUsdPerMtok: BigInt(inputUsd) * 1_000_000_000n,
    outputNanoUsdPerMtok: BigInt(outputUsd) * 1_000_000_000n,
    cacheReadNanoUsdPerMtok: null,
    cacheWrite5mNanoUsdPerMtok: null,
    cacheWrite1hNanoUsdPerMtok: null,
    source: "fixture",
  };
}

export function agentFixture(name: string, changes: Partial<FleetAgent> = {}): FleetAgent {
  return {
    id: `agt_${name}`,
    name,
    role: "researcher",
    description: "",
    status: "enabled",
    capabilities: [{ name: "web_search", level: 0.9 }],
    concurrencyLimit: 4,
    activeLeases: 0,
    configuration: configurationFixture(),
    heartbeatTtlSeconds: null,
    lastHeartbeatAtMs: null,
    ...changes,
  };
}

export function taskFixture(changes: Partial<TaskWire> = {}): Task {
  return taskSchema.parse({ type: "research", required_capabilities: ["web_search"], ...changes });
}

export function inputsFixture(changes: Partial<RouteInputs> = {}): RouteInputs {
  return {
    nowMs: 1_000_000,
    seed: 7,
    exploredNanoUsd: 0,
    budgets: [],
    unavailableConfigurations: new Set(),
    handedOverFrom: null,
    configurations: () => null,
    ...changes,
  };
}

export function budgetFixture(remainingNanoUsd: bigint, changes: Partial<BudgetHeadroom> = {}): BudgetHeadroom {
  return {
    id: "bud_1",
    name: "Research",
    action: "block",
    remainingNanoUsd,
    limitNanoUsd: 10_000_000_000n,
    windowStartMs: 0,
    resetsAtMs: null,
    agentName: null,
    role: null,
    provider: null,
    configuration: null,
    ...changes,
  };
}

/** What a predictor would say of one agent; columns left out are unknown. */
export type Forecasts = Record<string, Partial<Record<keyof PredictionColumns, number>>>;

/** A forecast that rests on many outcomes: 1,000 tokens in and out, two seconds. */
export const veteran = (successProbability: number): Forecasts[string] => ({
  successProbability,
  totalSamples: 200,
  typeSamples: 200,
  durationP50Ms: 2000,
  durationP90Ms: 4000,
  inputTokensP50: 1000,
  outputTokensP50: 1000,
  inputTokensP90: 2000,
  outputTokensP90: 2000,
});

export function predictorFixture(forecasts: Forecasts): PerformancePredictor {
  return {
    embedding: null,
    lesson: null,
    failureCorrelation: null,
    predictColumns(agentNames) {
      const columns = unknownPrediction(agentNames.length, 0.5);
      for (const key of Object.keys(columns) as (keyof PredictionColumns)[]) {
        columns[key] = columns[key].map((value, row) => forecasts[agentNames[row] ?? ""]?.[key] ?? value);
      }
      return columns;
    },
  };
}

export function routerFixture(
  agents: readonly FleetAgent[],
  changes: { policy?: Partial<RoutingPolicy>; forecasts?: Forecasts } = {},
): TaskRouter {
  const router = new TaskRouter({
    policy: policyFixture(changes.policy),
    matcher: matcherFixture,
    predictor: changes.forecasts ? predictorFixture(changes.forecasts) : null,
  });
  router.setAgents(agents);
  return router;
}
