import type { FactorName } from "#lib/contracts/routing.ts";
import { availabilityScorer } from "./availability.ts";
import { capabilityScorer } from "./capability.ts";
import { collaborationScorer } from "./collaboration.ts";
import { costScorer } from "./cost.ts";
import { experienceScorer } from "./experience.ts";
import { latencyScorer } from "./latency.ts";
import { performanceScorer } from "./performance.ts";
import type { ForecastScorer, ScorerPlugin } from "./plugin.ts";

/** A plugin for every name of FACTORS. */
export const SCORER_PLUGINS: Record<FactorName, ScorerPlugin> = {
  capability: capabilityScorer,
  experience: experienceScorer,
  availability: availabilityScorer,
  performance: performanceScorer,
  cost: costScorer,
  latency: latencyScorer,
  collaboration: collaborationScorer,
};

/** Those that judge by what was predicted alone. */
export const FORECAST_SCORERS: readonly ForecastScorer[] = [
  experienceScorer,
  performanceScorer,
  costScorer,
  latencyScorer,
];
