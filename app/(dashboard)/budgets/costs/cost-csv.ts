import type { CostDimension, CostExplorerView, CostFigures, CostRow } from "#lib/contracts/cost-explorer.ts";
import { TOKEN_CLASSES } from "#lib/contracts/cost-explorer.ts";
import { costOfSuccess, costOfThousandTokens, isCostUnknown } from "#lib/contracts/unit-costs.ts";
import { nanoToUsdText } from "#lib/core/money.ts";
import { type CsvCell, csvLine } from "#lib/transport/csv.ts";

const FIGURES = [
  "cost_nano_usd",
  "cost_usd",
  "tasks",
  "calls",
  "judged",
  "succeeded",
  "nano_usd_a_success",
  "nano_usd_a_thousand_tokens",
  "unpriced_tasks",
  "unpriced_tokens",
  "unmeasured_tasks",
  "cache_savings_nano_usd",
  ...TOKEN_CLASSES.map((name) => `${name}_tokens`),
  "reasoning_tokens",
];

/**
 * The rows of a view as CSV, dearest first. Unknown is empty, never zero; amounts are exact nano-dollars, and the cost in
 * USD beside. What the view left out is one row more, which says how many rows it stands for.
 */
export function costCsv({ by, from, to, rows, rest }: CostExplorerView): string {
  const head = csvLine(["from", "to", ...by.flatMap(columnsOf), ...FIGURES]);
  const lines = rows.map((row) => csvLine([from, to, ...valuesOf(row, by), ...figuresOf(row)]));
  if (rest) {
    const name = `(${rest.rows} rows that are not listed)`;
    const others = by.flatMap(columnsOf).slice(1);
    const cost = BigInt(rest.costNanoUsd);
    const unknown = FIGURES.slice(2).map(() => null);
    lines.push(csvLine([from, to, name, ...others.map(() => null), cost, nanoToUsdText(cost), ...unknown]));
  }
  return head + lines.join("");
}

/** A key has an id and a name. */
const columnsOf = (dimension: CostDimension) => (dimension === "key" ? ["key", "key_name"] : [dimension]);

function valuesOf({ values }: CostRow, by: readonly CostDimension[]): CsvCell[] {
  return by.flatMap((dimension, i): CsvCell[] => {
    const { value = null, label = null } = values[i] ?? {};
    return dimension === "key" ? [value, label] : [value];
  });
}

function figuresOf(figures: CostFigures): CsvCell[] {
  const cost = isCostUnknown(figures) ? null : BigInt(figures.costNanoUsd);
  const { tasks, calls, judged, succeeded, unpricedTasks, unpricedTokens, unmeasuredTasks, tokens } = figures;
  return [
    cost,
    cost === null ? null : nanoToUsdText(cost),
    ...[tasks, calls, judged, succeeded],
    costOfSuccess(figures)?.nanoUsd ?? null,
    costOfThousandTokens(figures)?.nanoUsd ?? null,
    ...[unpricedTasks, unpricedTokens, unmeasuredTasks],
    figures.cacheSavingsNanoUsd === null ? null : BigInt(figures.cacheSavingsNanoUsd),
    ...TOKEN_CLASSES.map((name) => tokens[name]),
    figures.reasoningTokens,
  ];
}
