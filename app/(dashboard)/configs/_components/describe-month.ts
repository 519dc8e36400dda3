import type { MonthView } from "#lib/contracts/configuration-view.ts";
import { formatUsd } from "#lib/core/money.ts";

/** "About $41 a month more" */
export function describeMonthChange(before: MonthView, after: MonthView): string {
  const change = BigInt(after.nanoUsd) - BigInt(before.nanoUsd);
  if (change === 0n) return "A month costs the same";
  const amount = formatUsd(roundToSight(change < 0n ? -change : change));
  return `About ${amount} a month ${change < 0n ? "less" : "more"}`;
}

const DOLLAR = 1_000_000_000n;

/** Nobody knows next month's traffic to the cent: whole dollars from ten dollars on. */
function roundToSight(nanoUsd: bigint): bigint {
  return nanoUsd < 10n * DOLLAR ? nanoUsd : ((nanoUsd + DOLLAR / 2n) / DOLLAR) * DOLLAR;
}
