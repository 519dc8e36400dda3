import { CumulativeSpendChart } from "#components/charts/cumulative-spend-chart.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import type { Overview } from "#lib/contracts/overview.ts";

export function SpendToday({ spend }: { spend: Overview["spend"] }) {
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <Money nanoUsd={spend.spentNanoUsd} className="font-semibold text-2xl" />
        <span className="text-muted">
          spent, <Money nanoUsd={spend.heldNanoUsd} /> held for running tasks
          {spend.unpriced > 0
            ? `, and ${formatCount(spend.unpriced)} ${spend.unpriced === 1 ? "task" : "tasks"} more whose cost is unknown`
            : null}
        </span>
      </div>
      <CumulativeSpendChart hours={spend.hours} timeZone={spend.timeZone} limit={spend.dayLimit} />
    </Card>
  );
}
