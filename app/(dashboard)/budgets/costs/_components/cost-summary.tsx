import { Card } from "#components/ui/card.tsx";
import { DefinitionList } from "#components/ui/definition-list.tsx";
import { formatCount, formatShare } from "#components/ui/figures.ts";
import { Money, Unknown } from "#components/ui/money.tsx";
import type { CostFigures } from "#lib/contracts/cost-explorer.ts";
import { costOfSuccess, costOfThousandTokens, tokensOf } from "#lib/contracts/unit-costs.ts";
import { UnitCostText } from "./unit-cost-text.tsx";

/** What everything under the filters came to. */
export function CostSummary({ total }: { total: CostFigures }) {
  const { tasks, judged, succeeded, unpricedTasks, unpricedTokens, unmeasuredTasks, cacheSavingsNanoUsd } = total;
  const nothingPriced = tasks !== null && tasks > 0 && unpricedTasks === tasks;
  return (
    <Card>
      <DefinitionList
        className="sheet:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))]"
        facts={[
          {
            term: "Spent",
            value: nothingPriced ? (
              <Unknown />
            ) : (
              <Money nanoUsd={total.costNanoUsd} className="font-semibold text-2xl" />
            ),
          },
          {
            term: "Tasks",
            value: (
              <>
                {formatCount(tasks ?? 0)}
                <span className="block text-muted text-xs">
                  {judged
                    ? `${formatShare((succeeded ?? 0) / judged)} of ${formatCount(judged)} judged succeeded`
                    : "none judged"}
                </span>
              </>
            ),
          },
          { term: "A successful task", value: <UnitCostText cost={costOfSuccess(total)} /> },
          {
            term: "1,000 tokens",
            value: (
              <>
                <UnitCostText cost={costOfThousandTokens(total)} />
                <span className="block text-muted text-xs">
                  {formatCount(tokensOf(total.tokens))} tokens
                  {unmeasuredTasks > 0
                    ? `, ${formatCount(unmeasuredTasks)} ${unmeasuredTasks === 1 ? "task" : "tasks"} told none`
                    : ""}
                </span>
              </>
            ),
          },
          {
            term: "Saved by caches",
            value:
              cacheSavingsNanoUsd === null ? (
                <Unknown word={throughCache(total) ? "unknown" : "nothing went through one"} />
              ) : (
                <Savings nanoUsd={cacheSavingsNanoUsd} />
              ),
          },
          {
            term: "Without a price",
            value:
              unpricedTasks === 0 ? (
                "nothing"
              ) : (
                <>
                  {formatCount(unpricedTasks)} tasks
                  <span className="block text-muted text-xs">
                    {formatCount(unpricedTokens)} tokens, in no amount here
                  </span>
                </>
              ),
          },
        ]}
      />
    </Card>
  );
}

const throughCache = ({ tokens }: CostFigures) => tokens.cache_read + tokens.cache_write_5m + tokens.cache_write_1h > 0;

/** Writes cost more than plain input: a cache that is not read again costs. */
function Savings({ nanoUsd }: { nanoUsd: string }) {
  const lost = BigInt(nanoUsd) < 0n;
  return (
    <>
      <Money nanoUsd={nanoUsd} />
      <span className="block text-muted text-xs">
        {lost ? "writing cost more than reading saved" : "against the input price, less what writes cost"}
      </span>
    </>
  );
}
