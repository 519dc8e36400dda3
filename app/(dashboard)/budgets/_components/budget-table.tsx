"use client";

import Link from "next/link";
import { Suspense, useMemo } from "react";
import { BudgetBar, BudgetLamp, describeScope } from "#components/budgets/budget-state.tsx";
import type { Column } from "#components/data-table/column.ts";
import { DataTable } from "#components/data-table/data-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money } from "#components/ui/money.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { BudgetOutlook } from "#lib/contracts/spend-forecast.ts";
import { BudgetActions } from "./budget-actions.tsx";
import { ACTION_WORDS, NextReset, periodText } from "./budget-words.tsx";
import { EndCell, RunOutCell } from "./outlook-cells.tsx";
import type { ScopeValues } from "./scope-values.ts";

const columnsFor = (idle: ReadonlySet<string>, outlooks: Promise<BudgetOutlook[]>): Column<BudgetView>[] => [
  {
    id: "name",
    header: "Budget",
    sortBy: (budget) => budget.name,
    cell: (budget) => (
      <span className="block min-w-32">
        <Link href={`/budgets/${budget.id}`} className="font-medium hover:underline">
          {budget.name}
        </Link>
        <span className="block text-muted text-xs">{describeScope(budget.scope)}</span>
        {idle.has(budget.id) ? <Lamp state="caution" word="matches no agent now" loud className="text-xs" /> : null}
      </span>
    ),
  },
  {
    id: "state",
    header: "State",
    sortBy: (budget) => budget.state,
    cell: (budget) => (
      <span className="flex min-w-24 flex-col gap-1.5">
        <BudgetLamp budget={budget} />
        <BudgetBar budget={budget} />
      </span>
    ),
  },
  money("spent", "Spent", (budget) => budget.spentNanoUsd),
  money("held", "Held", (budget) => budget.heldNanoUsd),
  money("remaining", "Remaining", (budget) => budget.remainingNanoUsd),
  {
    ...money("limit", "Limit", (budget) => budget.effectiveLimitNanoUsd),
    cell: (budget) => (
      <>
        <Money bare nanoUsd={budget.effectiveLimitNanoUsd} />
        <span className="block text-muted text-xs">
          {ACTION_WORDS[budget.action].toLowerCase()}
          {budget.raise ? ", raised" : ""}
        </span>
      </>
    ),
  },
  {
    id: "end",
    header: "At its end",
    unit: "USD",
    stacked: true,
    numeric: true,
    cell: (budget) => (
      <Suspense fallback={<Skeleton className="ml-auto h-3 w-12" />}>
        <EndCell budget={budget} outlooks={outlooks} />
      </Suspense>
    ),
  },
  {
    id: "run-out",
    header: "Runs out",
    cell: (budget) => (
      <Suspense fallback={<Skeleton className="h-3 w-16" />}>
        <RunOutCell budget={budget} outlooks={outlooks} />
      </Suspense>
    ),
  },
  {
    id: "period",
    header: "Period",
    cell: (budget) => (
      <span className="whitespace-nowrap">
        {periodText(budget)}
        {budget.windowEnd ? (
          <span className="block text-muted text-xs">
            <NextReset budget={budget} />
          </span>
        ) : null}
      </span>
    ),
  },
];

function money(id: string, header: string, of: (budget: BudgetView) => string): Column<BudgetView> {
  return {
    id,
    header,
    unit: "USD",
    stacked: true,
    numeric: true,
    sortBy: (budget) => Number(of(budget)),
    cell: (budget) => <Money bare nanoUsd={of(budget)} />,
  };
}

interface BudgetTableProps {
  budgets: BudgetView[];
  /** Ids of budgets whose scope no agent of any fleet matches now. */
  idle: string[];
  outlooks: Promise<BudgetOutlook[]>;
  values: ScopeValues;
  mayWrite: boolean;
}

export function BudgetTable({ budgets, idle, outlooks, values, mayWrite }: BudgetTableProps) {
  const all = useMemo(() => {
    const columns = columnsFor(new Set(idle), outlooks);
    if (!mayWrite) return columns;
    const cell = (budget: BudgetView) => <BudgetActions budget={budget} values={values} />;
    return [...columns, { id: "actions", header: "Actions", cell }];
  }, [idle, outlooks, values, mayWrite]);
  return (
    <DataTable
      label="Budgets"
      rows={budgets}
      columns={all}
      rowId={(budget) => budget.id}
      sortParam="sort"
      empty={
        <EmptyState title="Budgets will appear here">
          A budget limits what a fleet, an agent, a provider or everything may spend in an hour, day, week or month.
        </EmptyState>
      }
    />
  );
}
