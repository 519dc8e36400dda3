import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import type { MonthView } from "#lib/contracts/configuration-view.ts";
import { describeMonthChange } from "./describe-month.ts";

interface MonthChangeProps {
  before: MonthView | null;
  after: MonthView | null;
}

/** What a change does to the bill, by the fleet's own traffic of the last seven days. */
export function MonthChange({ before, after }: MonthChangeProps) {
  if (!before || !after) return null;
  const { weekTasks, measuredTasks } = after;
  const both = before.nanoUsd !== null && after.nanoUsd !== null;
  return (
    <p>
      <span className="font-medium">{describeMonthChange(before, after)}</span>
      {both ? (
        <>
          {" "}
          (<Money nanoUsd={before.nanoUsd} /> to <Money nanoUsd={after.nanoUsd} />)
        </>
      ) : null}
      .{" "}
      {measuredTasks > 0 ? (
        <span className="text-muted">
          Rests on the {formatCount(weekTasks)} tasks of the last 7 days, of as many tokens each
          {measuredTasks < weekTasks
            ? ` (${formatCount(weekTasks - measuredTasks)} of them told none and are counted like the others)`
            : ""}
          ; another model or effort may take more or fewer.
        </span>
      ) : null}
    </p>
  );
}
