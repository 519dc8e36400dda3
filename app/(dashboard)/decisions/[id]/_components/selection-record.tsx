import type { ReactNode } from "react";
import type { Fact } from "#components/ui/definition-list.tsx";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { DecisionView, ExplorationRecord } from "#lib/contracts/decision.ts";

/** What trying out had to do with it, and what recent outcomes did to the prediction. */
export function selectionFacts({ provenance: { exploration, live } }: DecisionView): Fact[] {
  return [
    { term: "Tried out", value: exploration ? triedOut(exploration) : <Unknown word="never under this policy" /> },
    ...(exploration ? [{ term: "Tried out that day, before", value: spent(exploration) }] : []),
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

function spent({ spentNanoUsd, limitNanoUsd }: ExplorationRecord): ReactNode {
  const limit = limitNanoUsd === null ? "no limit" : <Money nanoUsd={String(limitNanoUsd)} />;
  return (
    <>
      <Money nanoUsd={String(spentNanoUsd)} /> of {limit}
    </>
  );
}
