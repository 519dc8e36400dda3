import type { EstimateView, PairMeasure } from "#lib/contracts/collaboration.ts";
import { formatDifference, formatInterval } from "./measure-words.ts";

/** A difference with its 95% interval, which is never far from it. */
export function EstimateText({ measure, estimate }: { measure: PairMeasure; estimate: EstimateView }) {
  return (
    <span className="whitespace-nowrap">
      {formatDifference(measure, estimate.value)}{" "}
      <span className="text-muted text-xs">({formatInterval(measure, estimate)})</span>
    </span>
  );
}
