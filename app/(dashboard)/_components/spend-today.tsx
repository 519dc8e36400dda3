import { BudgetBar, BudgetLamp } from "#components/budgets/budget-state.tsx";
import { CumulativeSpendChart } from "#components/charts/cumulative-spend-chart.tsx";
import { Card } from "#components/ui/card.tsx";
import { Money } from "#components/ui/money.tsx";
import type { Overview } from "#lib/contracts/overview.ts";

export function SpendToday({ spend }: { spend: Overview["spend"] }) {
  const whole = spend.budgets.find(({ period, scope }) => period === "day" && Object.keys(scope).length === 0);
  return (
    <Card className="flex flex-col gap-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <Money nanoUsd={spend.spentNanoUsd} className="font-semibold text-2xl" />
        <span className="text-muted">
          spent, <Money nanoUsd={spend.heldNanoUsd} /> held for running tasks
        </span>
      </div>
      <CumulativeSpendChart
        hours={spend.hours}
        timeZone={spend.timeZone}
        limit={whole ? { name: whole.name, nanoUsd: whole.limitNanoUsd } : null}
      />
      {spend.budgets.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {spend.budgets.map((budget) => (
            <li key={budget.id} className="flex flex-col gap-1">
              <span className="flex flex-wrap items-center gap-x-3">
                <span className="min-w-0 grow truncate">{budget.name}</span>
                <span className="text-muted text-xs">
                  <Money nanoUsd={budget.remainingNanoUsd} /> of <Money nanoUsd={budget.limitNanoUsd} /> left{" "}
                  {budget.period === "total" ? "in total" : `this ${budget.period}`}
                </span>
                <BudgetLamp budget={budget} />
              </span>
              <BudgetBar budget={budget} />
            </li>
          ))}
        </ul>
      ) : null}
    </Card>
  );
}
