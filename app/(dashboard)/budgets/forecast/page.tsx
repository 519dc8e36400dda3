import type { Metadata } from "next";
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
  const [month, budgets] = await Promise.all([readMonthForecast({ ctx }), listBudgets({ ctx })]);
  return (
    <Page
      parent={{ href: "/budgets", label: "Budgets" }}
      title="Forecast"
      status="From what was spent by hour in up to nine weeks: level, trend and days of the week, with errors as they occurred"
    >
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
