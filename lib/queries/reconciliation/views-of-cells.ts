import {
  type CauseView,
  GAP_CAUSES,
  type ReconciledCell,
  type ReconciledDay,
  type ReconciledRow,
  type ReconciledTotals,
} from "#lib/contracts/reconciliation-view.ts";
import { daysBetween } from "#lib/engines/cost/reconcile/counting-uploads.ts";
import { type ExplainedCell, toleranceOf } from "#lib/engines/cost/reconcile/explain-cell.ts";
import { type CellSum, sumCells } from "#lib/engines/cost/reconcile/summarise.ts";
import { abs, type CauseAmounts } from "#lib/engines/cost/reconcile/usage-facts.ts";
import type { ModelNames } from "./model-names.ts";

const count = (tokens: bigint | null): number | null => (tokens === null ? null : Number(tokens));

/** Those that are something, the largest first. */
const causesView = (causes: CauseAmounts): CauseView[] =>
  GAP_CAUSES.filter((cause) => causes[cause] !== 0n)
    .toSorted((a, b) => (abs(causes[b]) > abs(causes[a]) ? 1 : -1))
    .map((cause) => ({ cause, nanoUsd: causes[cause].toString() }));

export const totalsView = (sum: CellSum): ReconciledTotals => ({
  billedNanoUsd: sum.billedNanoUsd.toString(),
  atOurPriceNanoUsd: sum.atOurPriceNanoUsd.toString(),
  seenNanoUsd: sum.seenNanoUsd.toString(),
  reportedNanoUsd: sum.reportedNanoUsd.toString(),
  gapNanoUsd: sum.gapNanoUsd.toString(),
  billedTokens: count(sum.billedTokens),
  seenTokens: Number(sum.seenTokens),
  reportedTokens: Number(sum.reportedTokens),
  causes: causesView(sum.causes),
});

export function daysView(
  cells: readonly ExplainedCell[],
  { from, to }: { from: string; to: string },
  covers: { tokens: ReadonlySet<string>; costs: ReadonlySet<string> },
): ReconciledDay[] {
  const byDay = Map.groupBy(cells, ({ day }) => day);
  return daysBetween(from, to).map((day) => {
    const sum = sumCells(byDay.get(day) ?? []);
    const covered = covers.tokens.has(day) || covers.costs.has(day);
    return {
      day,
      billedNanoUsd: covered ? sum.billedNanoUsd.toString() : null,
      seenNanoUsd: sum.seenNanoUsd.toString(),
      reportedNanoUsd: sum.reportedNanoUsd.toString(),
      gapNanoUsd: covered ? sum.gapNanoUsd.toString() : null,
    };
  });
}

export const cellsView = (cells: readonly ExplainedCell[]): ReconciledCell[] =>
  cells.map((cell) => ({
    day: cell.day,
    model: cell.model,
    tokenClass: cell.tokenClass,
    billedTokens: count(cell.billed.tokens),
    seenTokens: Number(cell.seen.tokens),
    reportedTokens: Number(cell.reported.tokens),
    billedNanoUsd: cell.billedNanoUsd?.toString() ?? null,
    atOurPrice: cell.atOurPrice,
    seenNanoUsd: cell.seen.costNanoUsd.toString(),
    reportedNanoUsd: cell.reported.costNanoUsd.toString(),
    gapNanoUsd: cell.gapNanoUsd?.toString() ?? null,
    causes: causesView(cell.causes),
    agrees: cell.agrees,
  }));

type NameSets = ReadonlyMap<string, ReadonlySet<string>>;

/** One row a model and class over all days, the largest gap first. */
export function rowsView(
  cells: readonly ExplainedCell[],
  names: ModelNames,
  billedAs: NameSets,
  calledAs: NameSets,
): ReconciledRow[] {
  return [...Map.groupBy(cells, ({ model, tokenClass }) => `${model}\n${tokenClass}`).values()]
    .map((group) => ({ group, sum: sumCells(group) }))
    .toSorted((a, b) => Number(abs(b.sum.gapNanoUsd) - abs(a.sum.gapNanoUsd)))
    .flatMap(({ group, sum }) => {
      const last = group.at(-1);
      return last ? [rowOf(last, group, sum, names, billedAs, calledAs)] : [];
    });
}

function rowOf(
  last: ExplainedCell,
  group: readonly ExplainedCell[],
  sum: CellSum,
  names: ModelNames,
  billedAs: NameSets,
  calledAs: NameSets,
): ReconciledRow {
  const { model, tokenClass, matched, rateNanoUsdPerMtok } = last;
  const implied = impliedOf(group);
  const comparable = group.some(({ gapNanoUsd }) => gapNanoUsd !== null);
  const known = names.nameOf(model);
  const doubtful = abs(sum.causes.price) > toleranceOf(sum.billedNanoUsd) || sum.causes.unpriced !== 0n || !comparable;
  return {
    model,
    billedAs: [...(billedAs.get(model) ?? [])].toSorted(),
    calledAs: [...(calledAs.get(model) ?? [])].toSorted(),
    tokenClass,
    matched,
    billedTokens: count(sum.billedTokens),
    seenTokens: Number(sum.seenTokens),
    reportedTokens: Number(sum.reportedTokens),
    unpricedTokens: Number(sum.unpricedTokens),
    billedNanoUsd: comparable ? sum.billedNanoUsd.toString() : null,
    atOurPrice: sum.atOurPriceNanoUsd !== 0n,
    seenNanoUsd: sum.seenNanoUsd.toString(),
    reportedNanoUsd: sum.reportedNanoUsd.toString(),
    gapNanoUsd: comparable ? sum.gapNanoUsd.toString() : null,
    impliedNanoUsdPerMtok: implied?.toString() ?? null,
    ourNanoUsdPerMtok: rateNanoUsdPerMtok?.toString() ?? null,
    causes: causesView(sum.causes),
    agrees: comparable && abs(sum.gapNanoUsd) <= toleranceOf(sum.billedNanoUsd),
    setPriceOf: tokenClass !== null && known !== null && doubtful ? known : null,
  };
}

/** What the amounts come to, over the days that tell both. */
function impliedOf(group: readonly ExplainedCell[]): bigint | null {
  const told = group.filter(
    ({ billed, atOurPrice }) => billed.tokens !== null && billed.costNanoUsd !== null && !atOurPrice,
  );
  const tokens = told.reduce((all, { billed }) => all + (billed.tokens ?? 0n), 0n);
  const cost = told.reduce((all, { billed }) => all + (billed.costNanoUsd ?? 0n), 0n);
  return tokens === 0n ? null : (cost * 1_000_000n) / tokens;
}
