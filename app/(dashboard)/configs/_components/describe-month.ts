import type { MonthView } from "#lib/contracts/configuration-view.ts";
import { formatUsd } from "#lib/core/money.ts";

/** "About $41 a month more", or in what respect nobody can tell. */
export function describeMonthChange(before: MonthView, after: MonthView): string {
  const tasks = after.weekTasks.toLocaleString("en-US");
  if (after.weekTasks === 0) return "Nothing ran with it in the last 7 days: no month to compare";
  if (after.measuredTasks === 0) {
    return `What it does to a month is unknown: of ${tasks} tasks in 7 days none reported its tokens`;
  }
  if (before.nanoUsd === null && after.nanoUsd === null) return "What a month costs is unknown: the model has no price";
  if (before.nanoUsd === null) return `A month costs about ${inSight(after.nanoUsd)}; what it costs now is unknown`;
  if (after.nanoUsd === null) return `A month costs about ${inSight(before.nanoUsd)} now; then it is unknown`;
  const change = BigInt(after.nanoUsd) - BigInt(before.nanoUsd);
  if (change === 0n) return "A month costs the same";
  return `About ${inSight(change < 0n ? -change : change)} a month ${change < 0n ? "less" : "more"}`;
}

const DOLLAR = 1_000_000_000n;

/** Nobody knows next month's traffic to the cent: whole dollars from ten dollars on. */
function inSight(nanoUsd: bigint | string | null): string {
  const exact = BigInt(nanoUsd ?? 0n);
  return formatUsd(exact < 10n * DOLLAR ? exact : ((exact + DOLLAR / 2n) / DOLLAR) * DOLLAR);
}
