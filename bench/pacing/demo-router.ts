import anthropicJson from "#configs/anthropic.json" with { type: "json" };
import bedrockJson from "#configs/bedrock.json" with { type: "json" };
import taxonomyJson from "#configs/capabilities.json" with { type: "json" };
import openaiJson from "#configs/openai.json" with { type: "json" };
import policyJson from "#configs/routing-policy.json" with { type: "json" };
import { capabilityTaxonomySchema } from "#lib/contracts/capability.ts";
import { type Provider, tierSchema } from "#lib/contracts/configuration.ts";
import type { PerformancePredictor, PredictionColumns } from "#lib/contracts/prediction.ts";
import { type FleetAgent, type RoutableConfiguration, routingPolicySchema } from "#lib/contracts/routing.ts";
import { normal, seededRandom, seedOf } from "#lib/core/random.ts";
import { CapabilityMatcher } from "#lib/engines/matching/capability-matcher.ts";
import { TaskRouter } from "#lib/engines/routing/task-router.ts";
import { catalogueFacts } from "#lib/runtime/price-catalogue.ts";
import { DEMO_AGENTS } from "#prisma/seed/demo/agents.ts";
import { DEMO_TASKS } from "#prisma/seed/demo/tasks.ts";

const FILES = { anthropic: anthropicJson, bedrock: bedrockJson, openai: openaiJson };

/** A shipped preset with the catalogue's price of a day. */
export function presetOf(ref: string, atMs: number): RoutableConfiguration {
  const [provider, name] = ref.split("/") as [Provider, string];
  const preset = (FILES[provider].presets as Record<string, { model: string; tier: string; maxTokens: number }>)[name];
  if (!preset) throw new RangeError(`no preset ${ref}`);
  const { price, contextWindow } = catalogueFacts(provider, preset.model, atMs);
  const tier = tierSchema.parse(preset.tier);
  const { model, maxTokens } = preset;
  return { ref, revision: 1, provider, model, tier, maxTokens, contextWindow, price };
}

/** The demo fleet in the task router with the shipped policy, and a predictor that knows its truth with some error. */
export function demoRouter(seed: number, atMs: number): TaskRouter {
  const policy = routingPolicySchema.parse(policyJson);
  const router = new TaskRouter({
    policy: { ...policy, coldStart: { ...policy.coldStart, trial: { tasks: 0, maxShare: 0 } } },
    matcher: new CapabilityMatcher(capabilityTaxonomySchema.parse(taxonomyJson)),
    predictor: fallibleOracle(seed),
  });
  router.setAgents(
    DEMO_AGENTS.map(
      (agent): FleetAgent => ({
        id: `agt_${agent.name}`,
        name: agent.name,
        role: agent.role,
        description: agent.description,
        status: "enabled",
        capabilities: Object.entries(agent.capabilities).map(([name, level]) => ({ name, level })),
        concurrencyLimit: agent.concurrencyLimit,
        activeLeases: 0,
        configuration: presetOf(agent.configuration, atMs),
        heartbeatTtlSeconds: null,
        lastHeartbeatAtMs: null,
      }),
    ),
  );
  return router;
}

/** Errors of the predicted logits, and the spread of tokens as the demo world draws it. */
const LOGIT_SD = 0.3;
const Z90 = 1.2816;

function fallibleOracle(seed: number): PerformancePredictor {
  const known = new Map<string, PredictionColumns>();
  const agentOf = new Map(DEMO_AGENTS.map((agent) => [agent.name, agent]));
  return {
    embedding: null,
    lesson: null,
    failureCorrelation: null,
    predictColumns(names, { type }) {
      const cached = known.get(type);
      if (cached) return cached;
      const task = DEMO_TASKS.find((one) => one.type === type);
      if (!task) throw new RangeError(`no task ${type}`);
      const random = seededRandom(seedOf(`${seed} ${type}`));
      const column = (value: (name: string) => number) => Float64Array.from(names, value);
      const success = column((name) => {
        const agent = agentOf.get(name);
        const logits = task.ease + (agent?.skill ?? 0) + (agent?.strengths[type] ?? 0);
        return 1 / (1 + Math.exp(-logits - LOGIT_SD * normal(random)));
      });
      const output = (name: string) => task.outputTokens * (agentOf.get(name)?.verbosity ?? 1);
      const duration = (name: string) => task.durationMs * (agentOf.get(name)?.slowness ?? 1);
      const columns: PredictionColumns = {
        successProbability: success,
        successLow: success,
        successHigh: success,
        typeSamples: column(() => 100),
        totalSamples: column(() => 500),
        durationP50Ms: column(duration),
        durationP90Ms: column((name) => duration(name) * Math.exp(0.3 * Z90)),
        inputTokensP50: column(() => task.inputTokens),
        outputTokensP50: column(output),
        inputTokensP90: column(() => task.inputTokens * Math.exp(0.35 * Z90)),
        outputTokensP90: column((name) => output(name) * Math.exp(0.4 * Z90)),
        costP50NanoUsd: column(() => Number.NaN),
        costP90NanoUsd: column(() => Number.NaN),
      };
      known.set(type, columns);
      return columns;
    },
  };
}
