import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { Figure } from "#lib/contracts/model.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

/** Whether choosing by the version beats always taking the best single agent; by the interval that is paired over tasks. */
export function verdictOnBestSingle({
  success,
  best_single: single,
  gap_closed: gap,
}: Record<string, Figure>): EvaluationReport["beatsBestSingle"] {
  if (!success || !single) return "not_comparable";
  if (success.value <= single.value) return "no";
  return gap?.ci95 && gap.ci95[0] > 0 ? "yes" : "not_distinguishable";
}

/** The measurement in plain words, for the first line of the version's card: also, and above all, when it is not worth having. */
export function describeFigures(figures: Record<string, Figure>, heldOut: string): string {
  const { success, best_single: single, brier, brier_gain: gain } = figures;
  const against = `${percent(success?.value ?? 0)} against ${percent(single?.value ?? 0)}, ${heldOut}`;
  const verdict = verdictOnBestSingle(figures);
  switch (verdict) {
    case "no":
      return `Does not beat always taking the best single agent (${against}).`;
    case "not_distinguishable":
      return `Not distinguishable from always taking the best single agent (${against}).`;
    case "yes":
      return `Beats always taking the best single agent (${against}).`;
    case "not_comparable":
      break;
    default:
      return verdict satisfies never;
  }
  if (brier?.baseline === undefined || !gain?.ci95) return "Too little was held out to measure it.";
  const [low, high] = gain.ci95;
  const judged = low > 0 ? "better" : high < 0 ? "worse" : "not distinguishable";
  return (
    `Foretells success with a Brier score of ${brier.value.toFixed(3)}, the agents' plain means with ` +
    `${brier.baseline.toFixed(3)} (less is better): ${judged}; ${heldOut}. ` +
    "Choices cannot be compared: of each task only one agent's outcome is known."
  );
}
