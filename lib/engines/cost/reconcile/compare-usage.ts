import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import { type CellKey, cellKeys } from "./detail-of-days.ts";
import { type EdgeHours, withEdgeTokens } from "./edge-tokens.ts";
import { type CellFacts, type ExplainedCell, explainCell } from "./explain-cell.ts";
import { STANDARD } from "./export-line.ts";
import type { BilledUsage, KnownUsage } from "./usage-facts.ts";

export interface Comparison {
  billed: readonly BilledUsage[];
  known: readonly KnownUsage[];
  /** Days for which the provider's tokens, or amounts, are known: a cell without any is billed nothing there. */
  covers: { tokens: ReadonlySet<string>; costs: ReadonlySet<string> };
  /** Models that Signalbox knows. */
  knownModels: ReadonlySet<string>;
  /** Our price of a class, nano-dollars per million tokens. */
  rateOf: (model: string, day: string, tokenClass: TokenClass) => bigint | null;
}

const keyOf = ({ day, model, tokenClass }: CellKey) => `${day}\n${model}\n${tokenClass}`;

/**
 * Sets both sides beside each other by day, model and class of tokens. Days that no export covers are left out: nothing
 * is known of their bill. Every token and nano-dollar of either side is in exactly one cell.
 */
export function compareUsage(comparison: Comparison): ExplainedCell[] {
  const { billed, known, covers, knownModels } = comparison;
  const cellKeyOf = cellKeys(billed, knownModels);
  const cells = new Map<string, CellFacts>();
  const hours = new Map<string, { firstHour: bigint; lastHour: bigint }>();
  const cellOf = (of: CellKey): CellFacts => {
    const cell = cellKeyOf(of);
    const key = keyOf(cell);
    const found = cells.get(key) ?? emptyCell(cell, comparison);
    cells.set(key, found);
    return found;
  };
  for (const line of billed) addBilled(cellOf(line), line);
  for (const usage of known) {
    if (!covers.tokens.has(usage.day) && !covers.costs.has(usage.day)) continue;
    addKnown(cellOf(usage), usage);
    addHours(hours, usage);
  }
  return withEdges([...cells.values()], hours)
    .map(explainCell)
    .toSorted(inOrder);
}

function emptyCell({ day, model, tokenClass }: CellKey, { covers, knownModels, rateOf }: Comparison): CellFacts {
  const nothing = { tokens: 0n, costNanoUsd: 0n };
  return {
    day,
    model,
    tokenClass,
    matched: model === "" || knownModels.has(model),
    billed: {
      tokens: covers.tokens.has(day) && tokenClass !== null ? 0n : null,
      costNanoUsd: covers.costs.has(day) ? 0n : null,
      listNanoUsd: null,
      requests: null,
      otherTiers: { ...nothing },
    },
    seen: { ...nothing },
    reported: { ...nothing },
    unpricedTokens: 0n,
    estimatedTokens: 0n,
    edgeTokens: 0n,
    rateNanoUsdPerMtok: tokenClass === null ? null : rateOf(model, day, tokenClass),
  };
}

function addBilled({ billed, tokenClass }: CellFacts, line: BilledUsage): void {
  // Tokens of several classes have no common price.
  if (tokenClass !== null) billed.tokens = plus(billed.tokens, line.tokens);
  billed.costNanoUsd = plus(billed.costNanoUsd, line.costNanoUsd);
  billed.requests = plus(billed.requests, line.requests);
  // A line without a list price is its own: only the others were discounted.
  if (line.listNanoUsd !== null) {
    billed.listNanoUsd =
      (billed.listNanoUsd ?? (billed.costNanoUsd ?? 0n) - (line.costNanoUsd ?? 0n)) + line.listNanoUsd;
  } else if (billed.listNanoUsd !== null) billed.listNanoUsd += line.costNanoUsd ?? 0n;
  if (line.tier !== STANDARD) {
    billed.otherTiers.tokens += line.tokens ?? 0n;
    billed.otherTiers.costNanoUsd += line.costNanoUsd ?? 0n;
  }
}

function addKnown(cell: CellFacts, usage: KnownUsage): void {
  const side = usage.from === "calls" ? cell.seen : cell.reported;
  side.tokens += usage.tokens;
  side.costNanoUsd += usage.costNanoUsd;
  cell.unpricedTokens += usage.unpricedTokens;
  cell.estimatedTokens += usage.estimatedTokens;
}

function addHours(hours: Map<string, { firstHour: bigint; lastHour: bigint }>, usage: KnownUsage): void {
  if (usage.part === "middle") return;
  const key = keyOf(usage);
  const found = hours.get(key) ?? { firstHour: 0n, lastHour: 0n };
  if (usage.part === "first_hour") found.firstHour += usage.tokens;
  else found.lastHour += usage.tokens;
  hours.set(key, found);
}

function withEdges(cells: readonly CellFacts[], hours: EdgeHours): CellFacts[] {
  const series = Map.groupBy(cells, ({ model, tokenClass }) => `${model}\n${tokenClass}`);
  return [...series.values()].flatMap((days) => withEdgeTokens(days, keyOf, hours));
}

const plus = (a: bigint | null, b: bigint | null): bigint | null => (a === null ? b : b === null ? a : a + b);

function inOrder(a: ExplainedCell, b: ExplainedCell): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  if (a.model !== b.model) return a.model < b.model ? -1 : 1;
  return String(a.tokenClass) < String(b.tokenClass) ? -1 : 1;
}
