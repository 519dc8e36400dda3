import type { NewerModel } from "#lib/contracts/model-catalogue.ts";
import { describeRatio } from "./describe-ratio.ts";

/** A newer model and what changing to it does to the price. */
export function NewerHint({ newer: { model, why, inputRatio, outputRatio } }: { newer: NewerModel }) {
  const change =
    inputRatio === null || outputRatio === null
      ? "change in price unknown"
      : `input ${describeRatio(inputRatio)}, output ${describeRatio(outputRatio)}`;
  return (
    <span className="whitespace-nowrap">
      <span className="font-mono text-xs">{model}</span>
      <span className="text-muted">
        {why === "replacement" ? ", named by the provider" : ""}: {change}
      </span>
    </span>
  );
}
