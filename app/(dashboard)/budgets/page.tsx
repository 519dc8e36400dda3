import type { Metadata } from "next";
import { Page } from "#components/layout/page.tsx";
import { Button } from "#components/ui/button.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import type { BudgetView } from "#lib/contracts/budget.ts";
import { readBudgetOutlooks } from "#lib/queries/budget-outlooks.ts";
import { listBudgets, listIdleBudgets } from "#lib/queries/budgets.ts";
import { pageContext } from "#lib/transport/page.ts";
import { BudgetDialog } from "./_components/budget-dialog.tsx";
import { BudgetTable } from "./_components/budget-table.tsx";
import { readScopeValues } from "./read-scope-values.ts";

export const metadata: Metadata = { title: "Budgets" };

export default async function BudgetsPage() {
  const ctx = await pageContext();
  const [budgets, idle, values] = await Promise.all([
    listBudgets({ ctx }),
    listIdleBudgets({ ctx }),
    readScopeValues(ctx),
  ]);
  const outlooks = readBudgetOutlooks({ ctx, budgets });
  // A table that is gone before its outlooks are there is nobody's error.
  outlooks.catch(() => undefined);
  const mayWrite = hasScope(ctx.actor, "budget:write");
  return (
    <Page
      title="Budgets"
      status={describe(budgets)}
      action={
        mayWrite ? <BudgetDialog values={values} trigger={<Button variant="primary">New budget</Button>} /> : null
      }
    >
      <BudgetTable budgets={budgets} idle={idle} outlooks={outlooks} values={values} mayWrite={mayWrite} />
      {budgets.length > 0 ? (
        <p className="max-w-3xl text-muted text-xs">
          Held is set aside for tasks under way: for each the 90th percentile of its cost, more than its estimate, or a
          fixed amount while nobody can tell. Once the outcome is reported, its cost is spent and the rest is free
          again. What a budget will have used at its end is the median of its forecast with the 80% interval; of one
          that never resets, in 30 days.
        </p>
      ) : null}
    </Page>
  );
}

function describe(budgets: readonly BudgetView[]): string {
  const count = (state: BudgetView["state"]) => budgets.filter((budget) => budget.state === state).length;
  const parts = [`${budgets.length} in force`];
  if (count("exhausted") > 0) parts.push(`${count("exhausted")} used up`);
  if (count("near_limit") > 0) parts.push(`${count("near_limit")} near the limit`);
  if (count("paused") > 0) parts.push(`${count("paused")} paused`);
  return parts.join(", ");
}
