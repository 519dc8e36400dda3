import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { BudgetLamp } from "#components/budgets/budget-state.tsx";
import { Page } from "#components/layout/page.tsx";
import { Section } from "#components/ui/card.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import { hasScope } from "#lib/auth/scopes.ts";
import { readBudget } from "#lib/queries/budgets.ts";
import { pageContext, pageQuery } from "#lib/transport/page.ts";
import { BudgetActions } from "../_components/budget-actions.tsx";
import { BudgetForecast } from "../_components/budget-forecast.tsx";
import { thresholdsText } from "../_components/threshold-text.ts";
import { readScopeValues } from "../read-scope-values.ts";
import { AlertTable } from "./_components/alert-table.tsx";
import { BudgetFacts } from "./_components/budget-facts.tsx";
import { EffectTable } from "./_components/effect-table.tsx";
import { EntryTable } from "./_components/entry-table.tsx";
import { TopSpenders } from "./_components/top-spenders.tsx";
import { verdictOf } from "./_components/verdict.ts";
import { WindowActions } from "./_components/window-actions.tsx";

export const metadata: Metadata = { title: "Budget" };

export default async function BudgetPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const [ctx, detail] = await Promise.all([pageContext(), pageQuery(readBudget, { id })]);
  const { budget, idle, pace, entries, effects, alerts } = detail;
  const mayWrite = hasScope(ctx.actor, "budget:write");
  const told = thresholdsText(budget.thresholds);
  return (
    <Page
      parent={{ href: "/budgets", label: "Budgets" }}
      title={budget.name}
      status={<BudgetLamp budget={budget} />}
      action={
        mayWrite ? <BudgetActions budget={budget} values={await readScopeValues(ctx)} archivedHref="/budgets" /> : null
      }
    >
      <p className="max-w-4xl text-base">{verdictOf(budget)}</p>
      <BudgetFacts budget={budget} idle={idle} pace={pace} />
      {mayWrite ? <WindowActions budget={budget} /> : null}
      {budget.alignment === "calendar" ? (
        <Section title="How it will end" note="By the spending of the hours, days and weeks before">
          <BudgetForecast budgetId={id} />
        </Section>
      ) : null}
      <Section title="Who spends it" note="Cost of the tasks decided in the window in force">
        <Suspense fallback={<TableSkeleton rows={6} />}>
          <TopSpenders budget={budget} />
        </Suspense>
      </Section>
      <Section
        title="Alerts"
        note={told === "" ? "No thresholds are set" : `Told at ${told} spent, and when it refuses`}
        action={
          <Link href="/settings/alert-channels" className="text-accent hover:underline">
            Where they are sent
          </Link>
        }
      >
        <AlertTable alerts={alerts} />
      </Section>
      <Section title="Decisions it changed" note="Refused for want of room, or run more cheaply">
        <EffectTable effects={effects} />
      </Section>
      <Section title="Ledger" note="Newest entries of the window in force">
        <EntryTable entries={entries} />
      </Section>
    </Page>
  );
}
