import { SpendForecast } from "#components/budgets/spend-forecast.tsx";
import { readBudgetForecast } from "#lib/queries/spend-forecast.ts";
import { pageContext } from "#lib/transport/page.ts";

/** How the period of a budget will end; reads what it needs itself. */
export async function BudgetForecast({ budgetId }: { budgetId: string }) {
  const view = await readBudgetForecast({ ctx: await pageContext(), input: { id: budgetId } });
  return <SpendForecast view={view} />;
}
