import type { Provider } from "#lib/contracts/configuration.ts";
import { PROVIDER_LABELS } from "#lib/contracts/reconciliation.ts";
import { GAP_CAUSES, type GapCause } from "#lib/contracts/reconciliation-view.ts";
import { formatUsd } from "#lib/core/money.ts";
import type { CellSum } from "./summarise.ts";
import { abs } from "./usage-facts.ts";

const WORDS: Record<GapCause, string> = {
  elsewhere: "usage that did not go through Signalbox",
  unbilled: "usage that is not on the bill",
  price: "prices that differ",
  unpriced: "usage Signalbox has no price for",
  estimated: "broken streams, whose tokens were estimated",
  tier: "batch, free and discounted tiers",
  edge: "calls near midnight",
  unmatched: "models Signalbox does not know",
  other_charge: "charges that are not tokens",
  unexplained: "unexplained",
};
const MOST_CAUSES = 3;
/** Less than half a cent is nothing that anybody pays. */
const HALF_CENT = 5_000_000n;

/** "Anthropic billed $41.20 for 1 to 25 November 2026; Signalbox knows $39.87 of it. Of the $1.33 left, ..." */
export function headlineOf(provider: Provider, days: { first: string; last: string }, sum: CellSum): string {
  const { billedNanoUsd: billed, knownNanoUsd: known, gapNanoUsd: gap } = sum;
  const did =
    sum.atOurPriceNanoUsd === 0n
      ? `billed ${formatUsd(billed)}`
      : sum.atOurPriceNanoUsd === billed
        ? `counted tokens worth ${formatUsd(billed)} at Signalbox's prices`
        : `billed ${formatUsd(billed)}, ${formatUsd(sum.atOurPriceNanoUsd)} of it at Signalbox's prices,`;
  const begin = `${PROVIDER_LABELS[provider]} ${did} for ${describeDays(days)}`;
  if (abs(gap) < HALF_CENT) return `${begin}; Signalbox knows all of it.`;
  if (gap < 0n)
    return `${begin}; Signalbox knows ${formatUsd(known)}, ${formatUsd(-gap)} more. ${causesIn(sum, "The difference is made of")}`;
  return `${begin}; Signalbox knows ${formatUsd(known)} of it. ${causesIn(sum, `The ${formatUsd(gap)} left is made of`)}`;
}

function causesIn({ causes }: CellSum, begin: string): string {
  const largest = GAP_CAUSES.filter((cause) => abs(causes[cause]) >= HALF_CENT)
    .toSorted((a, b) => (abs(causes[b]) > abs(causes[a]) ? 1 : -1))
    .slice(0, MOST_CAUSES);
  const parts = largest.map((cause) => `${WORDS[cause]} (${formatUsd(causes[cause])})`);
  return parts.length === 0 ? "Nothing of it is above half a cent." : `${begin} ${listed(parts)}.`;
}

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/** Made once: making a format costs far more than using it. */
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const WHOLE = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** "1 to 25 November 2026", "30 October 2026 to 2 November 2026" */
export function describeDays({ first, last }: { first: string; last: string }): string {
  const [from, to] = [new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`)];
  if (first === last) return WHOLE.format(from);
  if (first.slice(0, 7) === last.slice(0, 7)) return `${from.getUTCDate()} to ${to.getUTCDate()} ${MONTH.format(to)}`;
  return `${WHOLE.format(from)} to ${WHOLE.format(to)}`;
}
