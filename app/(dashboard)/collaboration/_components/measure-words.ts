import { formatShare } from "#components/ui/figures.ts";
import type { CollaborationMeasure, EstimateView, PairMeasure } from "#lib/contracts/collaboration.ts";

export const MEASURE_WORDS: Record<CollaborationMeasure, string> = {
  handoffs: "Hand-offs",
  success: "Success",
  cost: "Cost",
  duration: "Duration",
};

/** What a figure of the measure is, as a column's header says it. */
export const MEASURE_UNITS: Record<PairMeasure, string> = {
  success: "points",
  cost: "% of cost",
  duration: "% of time",
};

const MINUS = "−";

/** A difference as a reader counts it: points of success, or percent of cost or time. */
export function inUnits(measure: PairMeasure, value: number): number {
  return measure === "success" ? 100 * value : 100 * Math.expm1(value);
}

/** "+9.1", "−12.0" */
export function formatDifference(measure: PairMeasure, value: number): string {
  const text = Math.abs(inUnits(measure, value)).toFixed(1);
  return text === "0.0" ? "0.0" : `${value < 0 ? MINUS : "+"}${text}`;
}

/** "+3.0 to +15.2" */
export function formatInterval(measure: PairMeasure, { low, high }: Pick<EstimateView, "low" | "high">): string {
  return `${formatDifference(measure, low)} to ${formatDifference(measure, high)}`;
}

/** More success is better, more cost or time is worse. */
export function isBetter(measure: PairMeasure, value: number): boolean {
  return measure === "success" ? value > 0 : value < 0;
}

/** "9.1 points more often", "12.0% cheaper": what the difference means, without its sign. */
export function differenceWords(measure: PairMeasure, value: number): string {
  const amount = Math.abs(inUnits(measure, value)).toFixed(1);
  switch (measure) {
    case "success":
      return `succeeds ${amount} points ${value > 0 ? "more" : "less"} often`;
    case "cost":
      return `costs ${amount}% ${value > 0 ? "more" : "less"}`;
    case "duration":
      return `takes ${amount}% ${value > 0 ? "longer" : "less time"}`;
    default:
      return measure satisfies never;
  }
}

/** One sentence of what is believed of a pair: a difference that may be chance is not told as one. */
export function upliftSentence(
  measure: PairMeasure,
  { from, to }: { from: string; to: string },
  { value, low, high, n, isFound }: EstimateView & { n: number; isFound: boolean },
): string {
  if (!isFound) return `${to} does about as usual after ${from} (n = ${n}).`;
  const interval = formatInterval(measure, { low, high });
  return `After ${from}, ${to} ${differenceWords(measure, value)} than its own record lets expect (95%: ${interval}; n = ${n}).`;
}

/** 0.314 -> "31%", 0.014 -> "1.4%"; what is little is not nothing. */
export function formatPercent(share: number): string {
  if (share > 0 && share < 0.0005) return "< 0.1%";
  return formatShare(share, share < 0.1 ? 1 : 0);
}
