import type { PresetName, Tier } from "#lib/contracts/configuration.ts";
import type { RoutableConfiguration, RoutingPolicy } from "#lib/contracts/routing.ts";
import { concerns, scopedBudget } from "./budget-scope.ts";
import { type Downgrade, holdNanoUsd, type RouteInputs } from "./decision-frame.ts";
import type { FleetColumns } from "./fleet-columns.ts";
import { type CandidateForecast, costNanoUsd, logCostOf, upperCost } from "./prediction-columns.ts";

/** The preset of the same provider that stands for a tier. */
const PRESET_OF_TIER: Record<Tier, PresetName> = {
  fast: "fast_completion",
  balanced: "general_purpose",
  quality: "high_quality",
};

/** Cheaper presets of the same provider, tried in this order. */
export const CHEAPER_PRESETS: readonly PresetName[] = ["cost_optimized", "fast_completion"];

/** A downgrade budget starts to save before it is empty: when less than this share of its limit would be left. */
export const DOWNGRADE_RESERVE_SHARE = 0.1;

/**
 * The configuration of each agent for the tier a task asks for: its own where the tier fits, else the preset of the
 * same provider. An agent for which there is none keeps its own, and the policy filter refuses it.
 */
export function configurationsForTier(
  configurations: readonly RoutableConfiguration[],
  tier: Tier,
  find: RouteInputs["configurations"],
): RoutableConfiguration[] {
  return configurations.map((own) => {
    if (own.tier === tier) return own;
    const preset = find(`${own.provider}/${PRESET_OF_TIER[tier]}`);
    return preset?.tier === tier ? preset : own;
  });
}

export interface ConfigurationChoice {
  configurations: readonly RoutableConfiguration[];
  configuration: Int32Array;
  costP50NanoUsd: Float64Array;
  costP90NanoUsd: Float64Array;
  logCost: Float64Array;
  downgrades: ReadonlyMap<number, Downgrade>;
}

const NO_DOWNGRADES: ReadonlyMap<number, Downgrade> = new Map();

/**
 * Moves candidates onto a cheaper configuration of their provider where a `downgrade` budget is about to run out.
 * A tier the task demands is never overruled. Tokens and success are predicted for the agent, not for the
 * configuration: a downgraded candidate keeps them until outcomes under the new configuration say otherwise.
 */
export function chooseConfigurations(
  fleet: FleetColumns,
  policy: RoutingPolicy,
  forecast: CandidateForecast,
  inputs: RouteInputs,
  tier: Tier | null,
): ConfigurationChoice {
  const unchanged = { ...pick(forecast), downgrades: NO_DOWNGRADES };
  const saving = tier === null ? inputs.budgets.filter(({ action }) => action === "downgrade") : [];
  if (saving.length === 0) return unchanged;
  const scoped = saving.map((budget) => scopedBudget(fleet, budget));
  const downgrades = new Map<number, Downgrade>();
  for (let row = 0; row < fleet.count; row++) {
    const from = forecast.configurations[forecast.configuration[row] ?? -1];
    if (!from) continue;
    const held = holdNanoUsd(policy, forecast.costP90NanoUsd[row] ?? Number.NaN);
    const tight = scoped.find(
      (budget) =>
        // Negated so that an unknown cost without a ceiling counts as too much.
        !(held <= budget.remainingNanoUsd - DOWNGRADE_RESERVE_SHARE * budget.limitNanoUsd) &&
        concerns(budget, fleet, row, from),
    );
    const to = tight && cheaperThan(from, forecast, row, inputs);
    if (tight && to) {
      const { remainingNanoUsd } = tight;
      const { id: budgetId, name: budgetName } = tight.budget;
      downgrades.set(row, { from, to, budgetId, budgetName, remainingNanoUsd });
    }
  }
  return downgrades.size === 0 ? unchanged : applyDowngrades(forecast, downgrades);
}

function pick({ configurations, configuration, costP50NanoUsd, costP90NanoUsd, logCost }: CandidateForecast) {
  return { configurations, configuration, costP50NanoUsd, costP90NanoUsd, logCost };
}

function cheaperThan(
  own: RoutableConfiguration,
  forecast: CandidateForecast,
  row: number,
  inputs: RouteInputs,
): RoutableConfiguration | null {
  const ownCost = costOf(own, forecast, row);
  for (const preset of CHEAPER_PRESETS) {
    const other = inputs.configurations(`${own.provider}/${preset}`);
    if (!other?.price || other.ref === own.ref) continue;
    // A known price beats an unknown one.
    if (!own.price || costOf(other, forecast, row) < ownCost) return other;
  }
  return null;
}

/** Tokens to compare prices with where nobody has seen this agent work. */
const TYPICAL_INPUT_TOKENS = 3000;
const TYPICAL_OUTPUT_TOKENS = 1000;

function costOf(settings: RoutableConfiguration, forecast: CandidateForecast, row: number): number {
  const predicted = costNanoUsd(settings, forecast.inputTokens[row], forecast.outputTokens[row], undefined);
  if (!Number.isNaN(predicted)) return predicted;
  return costNanoUsd(settings, TYPICAL_INPUT_TOKENS, TYPICAL_OUTPUT_TOKENS, undefined);
}

function applyDowngrades(forecast: CandidateForecast, downgrades: ReadonlyMap<number, Downgrade>): ConfigurationChoice {
  const configurations = [...forecast.configurations];
  const added = new Map<RoutableConfiguration, number>();
  const choice = {
    configurations,
    configuration: forecast.configuration.slice(),
    costP50NanoUsd: forecast.costP50NanoUsd.slice(),
    costP90NanoUsd: forecast.costP90NanoUsd.slice(),
    logCost: forecast.logCost.slice(),
    downgrades,
  };
  for (const [row, { to }] of downgrades) {
    let index = added.get(to);
    if (index === undefined) {
      index = configurations.push(to) - 1;
      added.set(to, index);
    }
    choice.configuration[row] = index;
    const p50 = costNanoUsd(to, forecast.inputTokens[row], forecast.outputTokens[row], undefined);
    const p90 = costNanoUsd(to, forecast.inputTokensP90[row], forecast.outputTokensP90[row], undefined);
    choice.costP50NanoUsd[row] = p50;
    choice.costP90NanoUsd[row] = upperCost(p50, p90);
    choice.logCost[row] = logCostOf(p50);
  }
  return choice;
}
