import { BudgetBar, BudgetLamp } from "#components/budgets/budget-state.tsx";
import { CumulativeSpendChart } from "#components/charts/cumulative-spend-chart.tsx";
import { Card } from "#components/ui/card.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { Overview } from "#lib/contracts/overview.ts";

const WHEN: Record<BudgetView["period"], string> = {
  total: "in total",
  hour: "this hour",
  day: "today",
  week: "this week",
  month: "this month",
};

export function SpendToday({ spend }: { spend: Overview["spend"] }) {
  const whole = spend.budgets.find(({ period, scope }) => period === "day" && Object.keys(scope).length === 0);
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <Money nanoUsd={spend.spentNanoUsd} className="font-semibold text-2xl" />
        <span className="text-muted">
          spent, <Money nanoUsd={spend.heldNanoUsd} /> held for running tasks
          {spend.unpriced > 0 ? `, and ${formatCount(spend.unpriced)} tasks more whose cost is unknown` : null}
        </span>
      </div>
      <CumulativeSpendChart
        hours={spend.hours}
        timeZone={spend.timeZone}
        limit={whole ? { name: whole.name, nanoUsd: whole.effectiveLimitNanoUsd } : null}
      />
      {spend.budgets.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {spend.budgets.map((budget) => (
            <li key={budget.id} className="flex flex-col gap-1">
              <span className="flex items-center gap-x-3">
                <span className="min-w-0 grow truncate" title={budget.name}>
                  {budget.name}
                </span>
                <BudgetLamp budget={budget} />
              </span>
              <BudgetBar budget={budget} />
              <span className="text-muted text-xs">
                <Money nanoUsd={budget.remainingNanoUsd} /> of <Money nanoUsd={budget.effectiveLimitNanoUsd} /> left{" "}
                {WHEN[budget.period]}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
