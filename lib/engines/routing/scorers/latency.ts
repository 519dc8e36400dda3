import { type ForecastScorer, scoreDecades } from "./plugin.ts";

/** A candidate a hundred times as slow as the fastest gets 0. */
export const LATENCY_DECADES = 2;

export const latencyScorer: ForecastScorer = {
  name: "latency",
  score: ({ forecast }, eligible, scores, column) =>
    scoreDecades(forecast.logDuration, LATENCY_DECADES, eligible, scores, column),
};
