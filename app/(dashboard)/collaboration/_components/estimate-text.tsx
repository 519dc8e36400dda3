import type { EstimateView, PairMeasure } from "#lib/contracts/collaboration.ts";
import { formatDifference, formatInterval } from "./measure-words.ts";

/** A difference with its 95% interval. Where all that is left of it is nothing, there is none to be believed. */
export function EstimateText({ measure, estimate }: { measure: PairMeasure; estimate: EstimateView }) {
  if (estimate.low === 0 && estimate.high === 0) {
    return (
      <span title={`${formatDifference(measure, estimate.value)} on average`} className="text-muted">
        no difference
      </span>
    );
  }
  return (
    <span className="whitespace-nowrap">
      {formatDifference(measure, estimate.value)}{" "}
      <span className="text-muted text-xs">({formatInterval(measure, estimate)})</span>
    </span>
  );
}
