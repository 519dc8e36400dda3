import { BudgetBar, describeScope } from "#components/budgets/budget-state.tsx";
import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { Lamp } from "#components/ui/lamp.tsx";
import { Money } from "#components/ui/money.tsx";
import { ExactTime } from "#components/ui/relative-time.tsx";
import type { BudgetDetail } from "#lib/contracts/budget-detail.ts";
import { ACTION_WORDS, NextReset, periodText } from "../../_components/budget-words.tsx";
import { pacingText } from "./pacing-text.ts";

/** Spent, held and remaining apart, and the terms they are counted by. */
export function BudgetFacts({ budget, idle, pace }: Pick<BudgetDetail, "budget" | "idle" | "pace">) {
  const { raise, paused } = budget;
  return (
    <Card className="flex flex-col gap-4">
      <BudgetBar budget={budget} />
      <DefinitionList
        facts={[
          { term: "Spent", value: <Money nanoUsd={budget.spentNanoUsd} /> },
          { term: "Held for tasks under way", value: <Money nanoUsd={budget.heldNanoUsd} /> },
          { term: "Remaining", value: <Money nanoUsd={budget.remainingNanoUsd} /> },
          { term: "Limit", value: <Money nanoUsd={budget.limitNanoUsd} /> },
          { term: "Spent above holds", value: <Money nanoUsd={budget.unheldNanoUsd} /> },
          { term: "At the limit", value: ACTION_WORDS[budget.action] },
          { term: "Pacing", value: pacingText(budget, pace) },
          { term: "Period", value: periodText(budget) },
          {
            term: "Window since",
            value:
              budget.period === "total" && Date.parse(budget.windowStart) <= 0 ? (
                "the first task it matched"
              ) : (
                <ExactTime at={budget.windowStart} className="break-words" />
              ),
          },
          { term: "Next reset", value: <NextReset budget={budget} exact /> },
          {
            term: "Covers",
            value: (
              <>
                {describeScope(budget.scope)}
                {idle ? <Lamp state="caution" word="matches no agent now" loud className="text-xs" /> : null}
              </>
            ),
          },
          ...(raise
            ? [
                {
                  term: "Raised",
                  value: (
                    <>
                      by <Money nanoUsd={raise.byNanoUsd} /> until{" "}
                      <ExactTime at={raise.until} className="break-words" />. {raise.raisedBy}: {raise.reason}
                    </>
                  ),
                },
              ]
            : []),
          ...(paused
            ? [
                {
                  term: "Paused",
                  value: (
                    <>
                      since <ExactTime at={paused.since} className="break-words" /> by {paused.by}: {paused.reason}
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
