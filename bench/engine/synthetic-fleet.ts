import type { CapabilityTaxonomy } from "#lib/contracts/capability.ts";
import type { PerformancePredictor, PredictionColumns } from "#lib/contracts/prediction.ts";
import type { FleetAgent, RoutableConfiguration } from "#lib/contracts/routing.ts";
import { type Task, taskSchema } from "#lib/contracts/task.ts";
import type { WorkloadForecaster } from "#lib/contracts/workload.ts";
import { type Random, seededRandom, seedOf } from "#lib/core/random.ts";

const CAPABILITIES_PER_AGENT = 12;
const ROLES = ["researcher", "analyst", "synthesizer", "critic", "supervisor"];
const PROVIDERS = ["openai", "anthropic", "bedrock"] as const;
const TIERS = ["fast", "balanced", "quality"] as const;

function configurations(random: Random): RoutableConfiguration[] {
  return Array.from({ length: 27 }, (_, i) => {
    const inputUsd = 0.1 + random() * 15;
    return {
      ref: `${PROVIDERS[i % 3]}/preset_${i}`,
      revision: 1,
      provider: PROVIDERS[i % 3] ?? "openai",
      model: `model-${i}`,
      tier: TIERS[Math.floor(i / 9)] ?? "balanced",
      maxTokens: 4096,
      contextWindow: 200_000,
      price: {
        inputNanoUsdPerMtok: BigInt(Math.round(inputUsd * 1e9)),
        outputNanoUsdPerMtok: BigInt(Math.round(inputUsd * 5e9)),
        cacheReadNanoUsdPerMtok: null,
        cacheWrite5mNanoUsdPerMtok: null,
        cacheWrite1hNanoUsdPerMtok: null,
        source: "synthetic",
      },
    };
  });
}

/** Agents of five roles with 12 capabilities each; a twentieth is disabled, a tenth silent, a tenth full. */
export function syntheticFleet(size: number, taxonomy: CapabilityTaxonomy, nowMs: number): FleetAgent[] {
  const random = seededRandom(size);
  const names = taxonomy.capabilities.map(({ name }) => name);
  const presets = configurations(random);
  return Array.from({ length: size }, (_, i) => {
    const capabilities = new Map<string, number>();
    while (capabilities.size < CAPABILITIES_PER_AGENT) {
      capabilities.set(names[Math.floor(random() * names.length)] ?? "", Math.round(random() * 100) / 100);
    }
    return {
      id: `agt_${String(i).padStart(26, "0")}`,
      name: `${ROLES[i % 5]}_${String(i).padStart(5, "0")}`,
      role: ROLES[i % 5] ?? "",
      description: "",
      status: random() < 0.05 ? "disabled" : "enabled",
      capabilities: [...capabilities].map(([name, level]) => ({ name, level })),
      concurrencyLimit: 8,
      activeLeases: random() < 0.1 ? 8 : Math.floor(random() * 7),
      configuration: presets[Math.floor(random() * presets.length)] ?? null,
      heartbeatTtlSeconds: 60,
      lastHeartbeatAtMs: random() < 0.1 ? nowMs - 600_000 : nowMs - 5000,
    };
  });
}

/** Eight task types: none to three required capabilities, some with a least level, two read from free text. */
export function syntheticTasks(): Task[] {
  const wires = [
    { type: "research", required_capabilities: ["web_search"] },
    { type: "report", required_capabilities: ["data_analysis", { name: "report_writing", min_level: 0.3 }] },
    { type: "query", required_capabilities: [{ name: "sql", min_level: 0.5 }] },
    { type: "review", required_capabilities: ["code_review"], constraints: { max_cost_usd: 0.05 } },
    { type: "summary", description: "Summarize the attached meeting notes in five bullets" },
    { type: "translation", description: "Translate this letter into German and correct its grammar" },
    { type: "any", constraints: { roles: ["analyst", "critic"] } },
    { type: "check", required_capabilities: ["fact_checking", "citation", "reasoning"] },
  ];
  return wires.map((wire) => taskSchema.parse(wire));
}

/** Answers from arrays it makes once a type, as the real predictor does. */
export function syntheticPredictor(): PerformancePredictor {
  const cache = new WeakMap<readonly string[], Map<string, PredictionColumns>>();
  return {
    embedding: null,
    lesson: null,
    failureCorrelation: null,
    predictColumns(agentNames, task) {
      const byType = cache.get(agentNames) ?? new Map<string, PredictionColumns>();
      const columns = byType.get(task.type) ?? draw(agentNames.length, seededRandom(seedOf(task.type)));
      byType.set(task.type, columns);
      cache.set(agentNames, byType);
      return columns;
    },
  };
}

function draw(count: number, random: Random): PredictionColumns {
  const column = (value: () => number) => Float64Array.from({ length: count }, value);
  return {
    successProbability: column(random),
    successLow: column(() => 0),
    successHigh: column(() => 1),
    typeSamples: column(() => Math.floor(random() * 50)),
    totalSamples: column(() => Math.floor(random() * 500)),
    durationP50Ms: column(() => 500 + random() * 20_000),
    durationP90Ms: column(() => 30_000),
    inputTokensP50: column(() => 500 + random() * 3000),
    outputTokensP50: column(() => 100 + random() * 1000),
    inputTokensP90: column(() => 6000),
    outputTokensP90: column(() => 2000),
    costP50NanoUsd: column(() => Number.NaN),
    costP90NanoUsd: column(() => Number.NaN),
  };
}

/** Tasks of half a minute that keep every agent busy for a third of the time of one of its slots. */
export function syntheticWorkload(): WorkloadForecaster {
  return {
    ratesAt: (names) => ({
      tasksPerMs: new Float64Array(names.length).fill(40 / 3_600_000),
      meanServiceMs: new Float64Array(names.length).fill(30_000),
    }),
  };
}
