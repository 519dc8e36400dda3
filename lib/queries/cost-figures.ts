import type { CostFigures } from "#lib/contracts/cost-explorer.ts";
import { type CostSum, noTokens, sumCosts, type UsageSum } from "#lib/engines/cost/explorer/cost-sum.ts";
import type { PriceSpans } from "#lib/runtime/price-spans.ts";
import type { UsageGroup } from "#lib/store/usage-reading.ts";

/** Usage as it is kept, with the list price that was valid for it. */
export function toUsageSum({ values, provider, model, span, measures }: UsageGroup, prices: PriceSpans): UsageSum {
  return {
    values,
    price: prices.priceOf(provider, model, span),
    figures: {
      ...{ tasks: measures.tasks, calls: measures.calls, judged: measures.judged, succeeded: measures.succeeded },
      costNanoUsd: measures.costNanoUsd,
      ...{ unpricedTasks: measures.unpriced, unpricedTokens: measures.unpricedTokens },
      unmeasuredTasks: measures.unmeasured,
      tokens: {
        input: measures.input,
        cache_read: measures.cacheRead,
        cache_write_5m: measures.cacheWrite5m,
        cache_write_1h: measures.cacheWrite1h,
        output: measures.output,
        reported_input: measures.reportedInput,
      },
      reasoningTokens: measures.reasoning,
    },
  };
}

/** As the view shows them. */
export function figuresOf({ figures: { savingsNanoUsd, costNanoUsd, ...figures } }: CostSum): CostFigures {
  return {
    ...figures,
    costNanoUsd: costNanoUsd.toString(),
    cacheSavingsNanoUsd: savingsNanoUsd?.toString() ?? null,
  };
}

/** Everything together; zeros where there is nothing. */
export function totalOf(sums: readonly UsageSum[]): CostFigures {
  const [all] = sumCosts(
    sums.map((sum) => ({ ...sum, values: [] })),
    [],
  );
  if (all) return figuresOf(all);
  const nothing = { unpricedTasks: 0, unpricedTokens: 0, unmeasuredTasks: 0, reasoningTokens: 0 };
  const nobody = { tasks: 0, calls: 0, judged: 0, succeeded: 0 };
  return { ...nobody, ...nothing, costNanoUsd: "0", tokens: noTokens(), cacheSavingsNanoUsd: null };
}
