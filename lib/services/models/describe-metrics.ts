import type { Metrics } from "./measure-predictor.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** The measurement in plain words, for the version's note: also, and above all, when the model is not worth having. */
export function describeMetrics(metrics: Metrics, heldOut: string): string {
  const { success, best_single: single, gap_closed: gap, brier, brier_gain: gain } = metrics;
  if (success && single) {
    const figures = `${percent(success.value)} against ${percent(single.value)}, ${heldOut}`;
    if (success.value <= single.value) return `Does not beat always taking the best single agent (${figures}).`;
    // The interval of the gap is paired over the tasks; that of success alone is not.
    if (!gap?.ci95 || gap.ci95[0] <= 0) {
      return `Not distinguishable from always taking the best single agent (${figures}).`;
    }
    return `Beats always taking the best single agent (${figures}).`;
  }
  if (brier?.baseline === undefined || !gain?.ci95) return "Too little was held out to measure it.";
  const [low, high] = gain.ci95;
  const verdict = low > 0 ? "better" : high < 0 ? "worse" : "not distinguishable";
  return (
    `Foretells success with a Brier score of ${brier.value.toFixed(3)}, the agents' plain means with ` +
    `${brier.baseline.toFixed(3)} (less is better): ${verdict}; ${heldOut}. ` +
    "Choices cannot be compared: of each task only one agent's outcome is known."
  );
}
