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
  if (!before || !after) {
    return (
      <p className="text-muted">
        What it does to a month is unknown: no task of the last 7 days reported its tokens, or a price is unknown.
      </p>
    );
  }
  return (
    <p>
      <span className="font-medium">{describeMonthChange(before, after)}</span> (<Money nanoUsd={before.nanoUsd} /> to{" "}
      <Money nanoUsd={after.nanoUsd} />
      ).{" "}
      <span className="text-muted">
        Rests on the {formatCount(after.weekTasks)} tasks of the last 7 days, of as many tokens each; another model or
        effort may take more or fewer.
      </span>
    </p>
  );
}
