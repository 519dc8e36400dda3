import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { listBudgets } from "#lib/queries/budgets.ts";
import { pageContext } from "#lib/transport/page.ts";
import { BudgetDialog } from "./_components/budget-dialog.tsx";
import { BudgetTable } from "./_components/budget-table.tsx";

export const metadata: Metadata = { title: "Budgets" };

export default async function BudgetsPage() {
  const ctx = await pageContext();
  const budgets = await listBudgets({ ctx });
  const mayWrite = hasScope(ctx.actor, "budget:write");
  return (
    <Page
      title="Budgets"
      status={describe(budgets)}
      action={mayWrite ? <BudgetDialog trigger={<Button variant="primary">New budget</Button>} /> : null}
    >
      <BudgetTable budgets={budgets} mayWrite={mayWrite} />
    </Page>
  );
}

function describe(budgets: readonly BudgetView[]): string {
  const count = (state: BudgetView["state"]) => budgets.filter((budget) => budget.state === state).length;
  const parts = [`${budgets.length} in force`];
  if (count("exhausted") > 0) parts.push(`${count("exhausted")} used up`);
  if (count("near_limit") > 0) parts.push(`${count("near_limit")} near the limit`);
  return parts.join(", ");
}
