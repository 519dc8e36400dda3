import type { Figure } from "./model.ts";

/** What two measurements of the same figure say about each other. */
export type FigureVerdict = "better" | "worse" | "same" | "not_distinguishable" | "no_interval" | "missing";

/** Figures for which less is better; for all others more is. */
const LESS_IS_BETTER = new Set(["brier", "ece", "cost_total", "log_loss", "fit_seconds", "predict_p50_ms"]);
/** Figures that describe the data rather than the model. */
const NEUTRAL = new Set(["best_single", "per_type_best", "per_source_best", "random", "oracle"]);

/**
 * Compares a figure of a new version with the old one's. Overlapping 95% intervals are not distinguishable, and so
 * is a difference that nobody gave an interval for: then the values stand beside each other without a verdict.
 */
export function compareFigures(name: string, old: Figure | undefined, fresh: Figure | undefined): FigureVerdict {
  if (!old || !fresh) return "missing";
  if (old.value === fresh.value) return "same";
  if (NEUTRAL.has(name) || !old.ci95 || !fresh.ci95) return "no_interval";
  if (old.ci95[0] <= fresh.ci95[1] && fresh.ci95[0] <= old.ci95[1]) return "not_distinguishable";
  return fresh.value > old.value !== LESS_IS_BETTER.has(name) ? "better" : "worse";
}
