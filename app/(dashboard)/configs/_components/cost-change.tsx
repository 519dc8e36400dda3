import { Money, Unknown } from "#components/ui/money.tsx";
import type { CostEstimateView } from "#lib/contracts/configuration-view.ts";

interface CostChangeProps {
  before: CostEstimateView | null;
  after: CostEstimateView | null;
}

/** What a change does to the cost of 1,000 tasks, and what that rests on. */
export function CostChange({ before, after }: CostChangeProps) {
  if (!after) {
    return (
      <p>
        Cost of 1,000 tasks: <Unknown />, because the model has no known price.
      </p>
    );
  }
  return (
    <p>
      Cost of 1,000 tasks:{" "}
      {before ? (
        <>
          <Money nanoUsd={before.per1000TasksNanoUsd} /> before,{" "}
        </>
      ) : null}
      <Money nanoUsd={after.per1000TasksNanoUsd} className="font-medium" />
      {before ? ` after (${describeChange(before, after)})` : ""}.{" "}
      <span className="text-muted">Rests on {after.basis}.</span>
    </p>
  );
}

function describeChange(before: CostEstimateView, after: CostEstimateView): string {
  const from = Number(before.per1000TasksNanoUsd);
  const to = Number(after.per1000TasksNanoUsd);
  if (from === to) return "no change";
  if (from === 0) return "was free";
  const share = ((to - from) / from) * 100;
  return `${share > 0 ? "+" : "-"}${Math.abs(share).toFixed(Math.abs(share) < 10 ? 1 : 0)}%`;
}
