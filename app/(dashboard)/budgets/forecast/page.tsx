import type { Metadata } from "next";
import Link from "next/link";
import { BudgetLamp, describeScope } from "#components/budgets/budget-state.tsx";
import { SpendForecast } from "#components/budgets/spend-forecast.tsx";
import { Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { listBudgets } from "#lib/queries/budgets.ts";
import { readMonthForecast } from "#lib/queries/spend-forecast.ts";
import { pageContext } from "#lib/transport/page.ts";
import { BudgetForecast } from "../_components/budget-forecast.tsx";

export const metadata: Metadata = { title: "Forecast" };

/** More would be read than anybody looks at. */
const SHOWN = 12;

export default async function ForecastPage() {
  const ctx = await pageContext();
  const [month, all] = await Promise.all([readMonthForecast({ ctx }), listBudgets({ ctx })]);
  // What rolls has no end.
  const budgets = all.filter(({ alignment }) => alignment === "calendar");
  return (
    <Page
      title="Forecast"
      status="From what was spent by hour in up to nine weeks: level, trend and days of the week, with errors as they occurred"
    >
      <p className="max-w-3xl text-muted">
        What another{" "}
        <Link href="/configs" className="text-accent underline">
          configuration
        </Link>{" "}
        would cost a month stands beside its form; what another{" "}
        <Link href="/models" className="text-accent underline">
          model version
        </Link>{" "}
        would have chosen and spent, its replay over your own decisions tells.
      </p>
      <Section title="This month, everything" note="Calendar month, UTC">
        <SpendForecast view={month} />
      </Section>
      {budgets.slice(0, SHOWN).map((budget) => (
        <Section
          key={budget.id}
          title={budget.name}
          note={describeScope(budget.scope)}
          action={<BudgetLamp budget={budget} />}
        >
          <BudgetForecast budgetId={budget.id} />
        </Section>
      ))}
    </Page>
  );
}
