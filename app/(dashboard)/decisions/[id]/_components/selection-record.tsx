import Link from "next/link";
import type { ReactNode } from "react";
import type { Fact } from "#components/ui/definition-list.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { DecisionView, ExplorationRecord, PacingRecord } from "#lib/contracts/decision.ts";

/** What trying out and pacing budgets had to do with it, and what recent outcomes did to the prediction. */
export function selectionFacts({ provenance: { exploration, live, pacing } }: DecisionView): Fact[] {
  return [
    { term: "Tried out", value: exploration ? triedOut(exploration) : <Unknown word="never under this policy" /> },
    ...(exploration ? [{ term: "Tried out that day, before", value: spent(exploration) }] : []),
    ...(pacing && pacing.length > 0 ? [{ term: "Budgets that made cost count", value: pacing.map(paced) }] : []),
    {
      term: "Recent outcomes of the chosen",
      value: live
        ? `${live.recentFailed} of ${live.recentOutcomes} failed; odds × ${Math.exp(live.offsetLogit).toFixed(2)}`
        : "none since this version",
    },
  ];
}

function triedOut({ outcome, barred, greedyAgent, priceNanoUsd }: ExplorationRecord): ReactNode {
  if (barred === "priority") return "no: the task's priority forbids it";
  if (barred === "cap") return "no: the day's cap was reached";
  switch (outcome) {
    case "greedy":
      return "no: the best one was drawn";
    case "draw":
    case "trial":
      return (
        <>
          {outcome === "trial" ? "a trial" : "a draw"} instead of {greedyAgent}, expected to cost{" "}
          <Money nanoUsd={priceNanoUsd === null ? null : String(priceNanoUsd)} /> more
        </>
      );
    default:
      return outcome satisfies never;
  }
}

/** How far ahead of its pace the budget was, and what a point of success was worth to it. */
function paced({ budgetId, budgetName, aheadPoints, lambdaPerUsd }: PacingRecord): ReactNode {
  return (
    <span key={budgetId} className="block">
      <Link href={`/budgets/${budgetId}`} className="text-accent underline">
        {budgetName}
      </Link>
      , {Math.abs(aheadPoints)} points {aheadPoints < 0 ? "behind" : "ahead"}: a point of success might cost{" "}
      <Money nanoUsd={String(Math.round(1e7 / lambdaPerUsd))} /> more
    </span>
  );
}

function spent({ spentNanoUsd, limitNanoUsd }: ExplorationRecord): ReactNode {
  const limit = limitNanoUsd === null ? "no limit" : <Money nanoUsd={String(limitNanoUsd)} />;
  return (
    <>
      <Money nanoUsd={String(spentNanoUsd)} /> of {limit}
    </>
  );
}
