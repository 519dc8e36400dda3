import { type ForecastScorer, scoreDecades } from "./plugin.ts";

/** A candidate a thousand times as dear as the cheapest gets 0; prices of models span about that much. */
export const COST_DECADES = 3;

export const costScorer: ForecastScorer = {
  name: "cost",
  score: ({ logCost }, eligible, scores, column) => scoreDecades(logCost, COST_DECADES, eligible, scores, column),
};
