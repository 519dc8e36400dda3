import Link from "next/link";
import { BudgetBar, BudgetLamp } from "#components/budgets/budget-state.tsx";
import { chanceWords } from "#components/budgets/chance-words.ts";
import { Card } from "#components/ui/card.tsx";
import { formatCount } from "#components/ui/figures.ts";
import { Money } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { MonthSpend, Overview } from "#lib/contracts/overview.ts";
import type { BudgetOutlook } from "#lib/contracts/spend-forecast.ts";
import { monthSentence } from "./month-sentence.ts";

const WHEN: Record<BudgetView["period"], string> = {
  total: "in total",
  hour: "this hour",
  day: "today",
  week: "this week",
  month: "this month",
};

/** What the month has cost and will have cost, and the budgets that are in danger or nearest to it. */
export function SpendMonth({ spend: { month, budgets, outlooks } }: Pick<Overview, "spend">) {
  return (
    <Card className="flex flex-col gap-4">
      {month ? <Month month={month} /> : <p className="text-muted">Still being added up.</p>}
      {budgets.length > 0 ? (
        <ul className="flex flex-col gap-3">
          {budgets.map((budget) => (
            <BudgetLine
              key={budget.id}
              budget={budget}
              outlook={outlooks.find(({ budgetId }) => budgetId === budget.id)}
            />
          ))}
        </ul>
      ) : null}
    </Card>
  );
}

function Month({ month }: { month: MonthSpend }) {
  const { spentNanoUsd, unpriced } = month;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <Money nanoUsd={spentNanoUsd} className="font-semibold text-2xl" />
        <span className="text-muted">
          so far
          {unpriced > 0 ? (
            <>
              , and{" "}
              <Link href="/budgets/costs" className="text-accent underline">
                {formatCount(unpriced)} {unpriced === 1 ? "task" : "tasks"} more
              </Link>{" "}
              whose cost is unknown
            </>
          ) : null}
        </span>
      </div>
      <p>{monthSentence(month)}</p>
    </div>
  );
}

/** From this chance on it is worth saying. */
const LIKELY = 0.2;

function BudgetLine({ budget, outlook }: { budget: BudgetView; outlook: BudgetOutlook | undefined }) {
  const { id, name, remainingNanoUsd, effectiveLimitNanoUsd, period } = budget;
  return (
    <li className="flex flex-col gap-1">
      <span className="flex items-center gap-x-3">
        <Link href={`/budgets/${id}`} className="min-w-0 grow truncate hover:underline" title={name}>
          {name}
        </Link>
        <BudgetLamp budget={budget} />
      </span>
      <BudgetBar budget={budget} />
      <span className="text-muted text-xs">
        <Money nanoUsd={remainingNanoUsd} /> of <Money nanoUsd={effectiveLimitNanoUsd} /> left {WHEN[period]}
        {outlook && outlook.runOut.chance >= LIKELY && budget.state !== "exhausted" ? (
          <RunsOut {...outlook.runOut} />
        ) : null}
      </span>
    </li>
  );
}

function RunsOut({ chance, at }: BudgetOutlook["runOut"]) {
  const likely = chanceWords(chance);
  if (at === null) return `; ${likely} that it runs out early`;
  return (
    <>
      ; runs out about <ExactTime at={at} className="" /> ({likely})
    </>
  );
}
