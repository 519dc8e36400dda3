import type { Figure } from "#lib/contracts/model.ts";

const NAMES: Record<string, string> = {
  success: "Success of the chosen agent",
  best_single: "Best single agent",
  per_type_best: "Best agent per type",
  per_source_best: "Best agent per source",
  random: "Random agent",
  oracle: "Oracle",
  gap_closed: "Gap closed",
  cost_total: "Cost of the chosen agents",
  cost_saved: "Cost saved at best single's success",
  aiq: "Cost and quality (AIQ)",
  aiq_singles: "AIQ of single agents",
  accuracy: "Capability read right",
  accuracy_before_rejection: "Right before any text is turned away",
  domain_accuracy: "Domain read right",
  domain_accuracy_before_rejection: "Domain right before any text is turned away",
  oos_recall: "Strange texts turned away",
  oos_auroc: "Strange texts told apart (AUROC)",
  handoff_accuracy: "Hand-offs foretold",
  surprise: "Surprise at a hand-off",
  agent_at_fault: "Agent at fault named right",
  step_at_fault: "Step at fault named right",
  pairs_found: "Pairs unlike their own records",
  strongest_pair: "Strongest pair's uplift",
  mase: "Forecast error (MASE)",
  forecast_skill: "Forecast error saved",
  coverage90: "Hours inside their 90% interval",
  mean_absolute_error: "Mean forecast error",
  brier: "Brier score",
  brier_gain: "Brier score gained on the agents' means",
  log_loss: "Log loss",
  ece: "Calibration error",
  duration_coverage90: "Durations inside their 90% interval",
  tokens_coverage90: "Tokens inside their 90% interval",
  fit_seconds: "Time to fit",
  predict_p50_ms: "Time to predict, median",
};

/** The order in which people compare: what the model is for, then how sure it is of itself, then its speed. */
const ORDER = Object.keys(NAMES);

/** "mase of research": a figure of one task type alone. */
const OF_TYPE = /^([a-z_0-9]+) of (.+)$/;

export function figureName(name: string): string {
  const [, base = "", of] = OF_TYPE.exec(name) ?? [];
  if (of !== undefined) return `${NAMES[base] ?? base}, ${of.replaceAll("_", " ")}`;
  return NAMES[name] ?? name.replaceAll("_", " ");
}

export function sortFigures(names: Iterable<string>): string[] {
  const place = (name: string) => (ORDER.indexOf(name) + ORDER.length) % ORDER.length;
  return [...new Set(names)].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** The one figure a row of a list shows: what it achieves, else how well success is foretold. */
export function headline(metrics: Record<string, Figure>): { name: string; figure: Figure } | null {
  for (const name of ["success", "accuracy", "handoff_accuracy", "forecast_skill", "brier"]) {
    const figure = metrics[name];
    if (figure) return { name, figure };
  }
  return null;
}

export function formatFigure(value: number, unit: string): string {
  if (unit === "fraction") return `${(value * 100).toFixed(1)}%`;
  if (unit === "points of success") return `${value > 0 ? "+" : ""}${(value * 100).toFixed(1)} points`;
  if (unit === "of the seasonal naive error") return `${(value * 100).toFixed(1)}%`;
  if (unit === "pairs") return value.toFixed(0);
  if (unit === "bits a hand-off") return `${value.toFixed(2)} bits`;
  if (unit === "usd" || unit === "USD") return `$${value.toFixed(2)}`;
  if (unit === "s" || unit === "seconds") return `${value.toFixed(2)} s`;
  if (unit === "ms") return `${value.toFixed(2)} ms`;
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(4);
}
