import type { LlmConfig, ModelFacts, ModelPrice } from "#lib/contracts/configuration.ts";
import type {
  CostEstimateView,
  FactsView,
  MonthView,
  PriceView,
  WeekUsageView,
} from "#lib/contracts/configuration-view.ts";
import { estimateConfiguration, type MeasuredTask } from "#lib/engines/cost/estimate-configuration.ts";
import { monthOfTasks } from "#lib/engines/cost/month.ts";
import type { ConfigurationUsage } from "#lib/store/week-usage.ts";

/** Price as pages and the API show it: decimal text of nano-dollars. */
export function priceView(price: ModelPrice): PriceView;
export function priceView(price: ModelPrice | null): PriceView | null;
export function priceView(price: ModelPrice | null): PriceView | null {
  if (!price) return null;
  return {
    inputNanoUsdPerMtok: price.inputNanoUsdPerMtok.toString(),
    outputNanoUsdPerMtok: price.outputNanoUsdPerMtok.toString(),
    cacheReadNanoUsdPerMtok: price.cacheReadNanoUsdPerMtok?.toString() ?? null,
    cacheWrite5mNanoUsdPerMtok: price.cacheWrite5mNanoUsdPerMtok?.toString() ?? null,
    cacheWrite1hNanoUsdPerMtok: price.cacheWrite1hNanoUsdPerMtok?.toString() ?? null,
    longContextAboveTokens: price.longContext?.aboveInputTokens ?? null,
    source: price.source,
  };
}

/** The same for everything known of a model; unknown parts are null. */
export function factsView(facts: ModelFacts): FactsView {
  const { contextWindow, maxOutputTokens, price } = facts;
  return { contextWindow, maxOutputTokens, price: priceView(price) };
}

/** Estimate for 1,000 tasks; null without a price. */
export function estimateView(
  settings: LlmConfig,
  price: ModelPrice | null,
  measured: MeasuredTask | null,
): CostEstimateView | null {
  const estimate = estimateConfiguration(settings, price, measured);
  if (!estimate) return null;
  const { per1000TasksNanoUsd, ...assumption } = estimate;
  return { ...assumption, per1000TasksNanoUsd: per1000TasksNanoUsd.toString() };
}

/** A month of the traffic, and what that rests on. */
export function monthView(
  settings: LlmConfig,
  price: ModelPrice | null,
  week: ConfigurationUsage | undefined,
): MonthView {
  if (!week) return { weekTasks: 0, measuredTasks: 0, nanoUsd: null };
  const nanoUsd = monthOfTasks(settings, price, week)?.toString() ?? null;
  return { weekTasks: week.tasks, measuredTasks: week.measured, nanoUsd };
}

/** What ran in a week; nothing is a known figure here. */
export function weekView(week: ConfigurationUsage | undefined): WeekUsageView {
  if (!week) return { tasks: 0, costNanoUsd: "0", unpriced: 0 };
  return { tasks: week.tasks, costNanoUsd: week.costNanoUsd.toString(), unpriced: week.unpriced };
}
