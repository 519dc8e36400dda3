import { GAP_CAUSES } from "#lib/contracts/reconciliation-view.ts";
import type { ExplainedCell } from "./explain-cell.ts";
import { type CauseAmounts, noAmounts } from "./usage-facts.ts";

/** Several cells together. Amounts are over the cells that have both sides: `gap` is `billed` minus `known`. */
export interface CellSum {
  billedNanoUsd: bigint;
  seenNanoUsd: bigint;
  reportedNanoUsd: bigint;
  knownNanoUsd: bigint;
  gapNanoUsd: bigint;
  causes: CauseAmounts;
  /** Of the billed amount, at our own price since the export tells none. */
  atOurPriceNanoUsd: bigint;
  /** Null: the exports tell no tokens. */
  billedTokens: bigint | null;
  seenTokens: bigint;
  reportedTokens: bigint;
  unpricedTokens: bigint;
  estimatedTokens: bigint;
  requests: bigint | null;
  /** Billed tokens that nobody can price: in no amount, and listed apart. */
  unpricedBilledTokens: bigint;
}

export function sumCells(cells: readonly ExplainedCell[]): CellSum {
  const sum: CellSum = {
    billedNanoUsd: 0n,
    seenNanoUsd: 0n,
    reportedNanoUsd: 0n,
    knownNanoUsd: 0n,
    gapNanoUsd: 0n,
    causes: noAmounts(),
    atOurPriceNanoUsd: 0n,
    billedTokens: null,
    seenTokens: 0n,
    reportedTokens: 0n,
    unpricedTokens: 0n,
    estimatedTokens: 0n,
    requests: null,
    unpricedBilledTokens: 0n,
  };
  for (const cell of cells) addCell(sum, cell);
  return sum;
}

function addCell(sum: CellSum, cell: ExplainedCell): void {
  const { billed, seen, reported } = cell;
  if (billed.tokens !== null) sum.billedTokens = (sum.billedTokens ?? 0n) + billed.tokens;
  if (billed.requests !== null) sum.requests = (sum.requests ?? 0n) + billed.requests;
  sum.seenTokens += seen.tokens;
  sum.reportedTokens += reported.tokens;
  sum.unpricedTokens += cell.unpricedTokens;
  sum.estimatedTokens += cell.estimatedTokens;
  if (cell.billedNanoUsd === null || cell.gapNanoUsd === null) {
    sum.unpricedBilledTokens += billed.tokens ?? 0n;
    return;
  }
  sum.billedNanoUsd += cell.billedNanoUsd;
  if (cell.atOurPrice) sum.atOurPriceNanoUsd += cell.billedNanoUsd;
  sum.seenNanoUsd += seen.costNanoUsd;
  sum.reportedNanoUsd += reported.costNanoUsd;
  sum.knownNanoUsd += cell.knownNanoUsd;
  sum.gapNanoUsd += cell.gapNanoUsd;
  for (const cause of GAP_CAUSES) sum.causes[cause] += cell.causes[cause];
}
