"use client";

import { use } from "react";
import { chanceWords } from "#components/budgets/chance-words.ts";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";
import type { BudgetOutlook } from "#lib/contracts/spend-forecast.ts";

interface OutlookCellProps {
  budget: BudgetView;
  /** They take longer than the rest of the table, which does not wait. */
  outlooks: Promise<BudgetOutlook[]>;
}

function useOutlook({ budget, outlooks }: OutlookCellProps): BudgetOutlook | undefined {
  return use(outlooks).find(({ budgetId }) => budgetId === budget.id);
}

/** Why nothing is foretold of a budget. */
const unforetold = ({ alignment, paused }: BudgetView) =>
  paused ? "paused" : alignment === "rolling" ? "it rolls" : "too little history";

/** What will have been used of it at its end, with the 80% interval. */
export function EndCell(props: OutlookCellProps) {
  const outlook = useOutlook(props);
  if (!outlook) return <Unknown word={unforetold(props.budget)} />;
  const { p50NanoUsd, low80NanoUsd, high80NanoUsd } = outlook.end;
  return (
    <>
      <Money bare nanoUsd={p50NanoUsd} />
      <span className="block text-muted text-xs">
        <Money bare nanoUsd={low80NanoUsd} /> to <Money bare nanoUsd={high80NanoUsd} />
      </span>
    </>
  );
}

/** Below this chance it will last, as far as anybody can tell. */
const UNLIKELY = 0.2;

/** Whether it lasts, and until when it does. */
export function RunOutCell(props: OutlookCellProps) {
  const outlook = useOutlook(props);
  if (props.budget.state === "exhausted") return <Lamp state="danger" word="used up" />;
  if (!outlook) return null;
  const { chance, at } = outlook.runOut;
  if (chance < UNLIKELY) return <Lamp state="on" word={chanceWords(chance)} />;
  return (
    <span className="whitespace-nowrap">
      <Lamp state="caution" word={chanceWords(chance)} />
      {at ? (
        <span className="block text-muted text-xs">
          about <RelativeTime at={at} />
        </span>
      ) : null}
    </span>
  );
}
