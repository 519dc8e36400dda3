import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import { abs, type CauseAmounts, clampTo, noAmounts, shareOf } from "./usage-facts.ts";

/** One day, model and class of tokens, from both sides. */
export interface CellFacts {
  day: string;
  model: string;
  tokenClass: TokenClass | null;
  /** Signalbox knows such a model: what it does not know is a gap as a whole. */
  matched: boolean;
  billed: {
    tokens: bigint | null;
    costNanoUsd: bigint | null;
    /** What the provider says that would have cost before discounts. */
    listNanoUsd: bigint | null;
    requests: bigint | null;
    /** Of other tiers than the standard one. */
    otherTiers: { tokens: bigint; costNanoUsd: bigint };
  };
  seen: { tokens: bigint; costNanoUsd: bigint };
  reported: { tokens: bigint; costNanoUsd: bigint };
  /** Of what was seen and reported. */
  unpricedTokens: bigint;
  estimatedTokens: bigint;
  /** Billed on this day though Signalbox counts them on the day beside it; negative: the other way round. */
  edgeTokens: bigint;
  /** Our price of the day, nano-dollars per million tokens; null: unknown. */
  rateNanoUsdPerMtok: bigint | null;
}

/** A cell explained. Nano-dollars; `gapNanoUsd` is billed minus known, and the sum of the causes. */
export interface ExplainedCell extends CellFacts {
  /** The export told no amount: it is its tokens at our price. */
  atOurPrice: boolean;
  /** Null: nobody can say what the billed tokens cost. */
  billedNanoUsd: bigint | null;
  knownTokens: bigint;
  knownNanoUsd: bigint;
  gapTokens: bigint | null;
  gapNanoUsd: bigint | null;
  /** What the provider's amounts come to, nano-dollars per million tokens. */
  impliedNanoUsdPerMtok: bigint | null;
  causes: CauseAmounts;
  agrees: boolean;
}

const PER_MTOK = 1_000_000n;
/** A cell agrees within a cent or half a per cent of what was billed, whichever is more. */
const TOLERANCE_NANO_USD = 10_000_000n;
const TOLERANCE_PARTS = 200n;
/** Prices closer than half a per cent are the same: amounts of a bill are rounded. */
const SAME_PRICE_PARTS = 200n;

/**
 * Why the two sides of a cell differ. What is more specific is taken out first, each cause at most as much as is left and
 * in its direction, so that the causes always add up to the gap.
 * - Tokens that both have are compared at what the provider's amount comes to: the rest is quantity.
 * - Quantity: calls near midnight (edge), tokens of broken streams (estimated), then usage elsewhere when the bill has more
 *   and unbilled usage when it has less.
 * - Price: tokens without a price of ours (unpriced), tiers and discounts (tier), the rest is a price that differs.
 * An export without amounts is priced with our own price; one without tokens cannot tell quantity from price.
 */
export function explainCell(cell: CellFacts): ExplainedCell {
  const { billed, seen, reported, rateNanoUsdPerMtok: rate } = cell;
  const atOurPrice = billed.costNanoUsd === null && billed.tokens !== null;
  const priced = rate !== null && billed.tokens !== null ? roundUp(billed.tokens * rate) : null;
  const billedNanoUsd = billed.costNanoUsd ?? (billed.tokens === 0n ? 0n : priced);
  const knownTokens = seen.tokens + reported.tokens;
  const knownNanoUsd = seen.costNanoUsd + reported.costNanoUsd;
  const gapNanoUsd = billedNanoUsd === null ? null : billedNanoUsd - knownNanoUsd;
  const implied = billedNanoUsd !== null && billed.tokens ? shareOf(billedNanoUsd, PER_MTOK, billed.tokens) : null;
  return {
    ...cell,
    atOurPrice,
    billedNanoUsd,
    knownTokens,
    knownNanoUsd,
    gapTokens: billed.tokens === null ? null : billed.tokens - knownTokens,
    gapNanoUsd,
    impliedNanoUsdPerMtok: atOurPrice ? null : implied,
    causes: gapNanoUsd === null ? noAmounts() : causesOf(cell, billedNanoUsd ?? 0n, gapNanoUsd, implied),
    agrees: gapNanoUsd !== null && abs(gapNanoUsd) <= toleranceOf(billedNanoUsd ?? 0n),
  };
}

/** Nano-dollars below which a gap is none. */
export function toleranceOf(billedNanoUsd: bigint): bigint {
  const share = abs(billedNanoUsd) / TOLERANCE_PARTS;
  return share > TOLERANCE_NANO_USD ? share : TOLERANCE_NANO_USD;
}

function causesOf(cell: CellFacts, billed: bigint, gap: bigint, implied: bigint | null): CauseAmounts {
  const causes = noAmounts();
  const knows =
    cell.seen.tokens + cell.reported.tokens > 0n || cell.seen.costNanoUsd + cell.reported.costNanoUsd !== 0n;
  if (!cell.matched) causes[cell.tokenClass === null ? "other_charge" : "unmatched"] = gap;
  else if (!knows) causes.elsewhere = gap;
  else if (cell.billed.tokens === null) amountsAlone(cell, gap, causes);
  else if (cell.billed.tokens === 0n) nothingBilled(cell, gap, causes);
  else bothSides(cell, billed, cell.billed.tokens, gap, implied, causes);
  return causes;
}

function bothSides(
  cell: CellFacts,
  billed: bigint,
  tokens: bigint,
  gap: bigint,
  implied: bigint | null,
  causes: CauseAmounts,
): void {
  const known = cell.seen.tokens + cell.reported.tokens;
  const worth = (count: bigint) => shareOf(billed, count, tokens);
  const quantity = worth(tokens - known);
  const more = tokens - known;
  const edge = clampTo(more, cell.edgeTokens);
  const estimated = clampTo(more - edge, more > 0n ? cell.estimatedTokens : -cell.estimatedTokens);
  causes.edge = worth(edge);
  causes.estimated = worth(estimated);
  const restOfQuantity = quantity - causes.edge - causes.estimated;
  causes[more > 0n ? "elsewhere" : "unbilled"] = restOfQuantity;

  const price = gap - quantity;
  causes.unpriced = clampTo(price, worth(cell.unpricedTokens < known ? cell.unpricedTokens : known));
  const rest = price - causes.unpriced;
  causes.tier = billed === 0n ? rest : clampTo(rest, discountOf(cell, billed));
  const differs = rest - causes.tier;
  if (samePrice(implied, cell.rateNanoUsdPerMtok) && causes.tier === 0n) causes.unexplained += differs;
  else causes.price = differs;
}

/** Nothing billed of what Signalbox knows: near midnight, estimated, or another's bill. */
function nothingBilled(cell: CellFacts, gap: bigint, causes: CauseAmounts): void {
  const known = cell.seen.tokens + cell.reported.tokens;
  if (known > 0n) {
    causes.edge = clampTo(gap, shareOf(gap, clampTo(-known, cell.edgeTokens), -known));
    causes.estimated = clampTo(gap - causes.edge, shareOf(gap, cell.estimatedTokens, known));
  }
  causes.unbilled = gap - causes.edge - causes.estimated;
}

function amountsAlone(cell: CellFacts, gap: bigint, causes: CauseAmounts): void {
  const rate = cell.rateNanoUsdPerMtok;
  const known = cell.seen.costNanoUsd + cell.reported.costNanoUsd;
  // Without any cost of our own all of it is for tokens that have none.
  const unpriced = rate !== null ? roundUp(cell.unpricedTokens * rate) : known === 0n ? gap : 0n;
  causes.unpriced = cell.unpricedTokens > 0n ? clampTo(gap, unpriced) : 0n;
  let rest = gap - causes.unpriced;
  const estimate = rate === null ? 0n : roundUp(cell.estimatedTokens * rate);
  causes.estimated = clampTo(rest, rest > 0n ? estimate : -estimate);
  rest -= causes.estimated;
  causes.tier = clampTo(rest, discountOf(cell, cell.billed.costNanoUsd ?? 0n));
  causes.unexplained = rest - causes.tier;
}

/** What tiers and discounts made the bill differ by; negative: cheaper than our price. */
function discountOf({ billed, rateNanoUsdPerMtok: rate }: CellFacts, cost: bigint): bigint {
  // Tokens at our own price have no discount.
  if (billed.costNanoUsd === null) return 0n;
  const discount = billed.listNanoUsd === null ? 0n : cost - billed.listNanoUsd;
  const { tokens, costNanoUsd } = billed.otherTiers;
  return discount + (rate === null || tokens === 0n ? 0n : costNanoUsd - roundUp(tokens * rate));
}

function samePrice(implied: bigint | null, rate: bigint | null): boolean {
  return implied !== null && rate !== null && abs(implied - rate) * SAME_PRICE_PARTS <= abs(rate);
}

/** As calls are priced: upwards. */
const roundUp = (parts: bigint): bigint => (parts + PER_MTOK - 1n) / PER_MTOK;
