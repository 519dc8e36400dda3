import type { MonthSpend } from "#lib/contracts/overview.ts";
import { formatUsd } from "#lib/core/money.ts";

const DAY_HOURS = 24;
/** A month's forecast of fewer days has seen too few weeks to know them. */
const FEW_DAYS = 28;
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** What the month will have cost, or that too little is known to say it; one sentence that is true either way. */
export function monthSentence({ end, historyHours, forecast }: MonthSpend): string {
  if (forecast.kind === "not_enough_history") {
    const hours = `${historyHours} of the ${forecast.neededHours} hours of spending that takes`;
    return `Nobody can say yet what it will cost: ${hours} are known.`;
  }
  // The last day of the month, not the midnight after it.
  const last = day.format(Date.parse(end) - 1);
  const [median, low, high] = [forecast.p50NanoUsd, forecast.low80NanoUsd, forecast.high80NanoUsd].map((nano) =>
    formatUsd(BigInt(nano)),
  );
  const days = Math.floor(historyHours / DAY_HOURS);
  const rests = days < FEW_DAYS ? `, going by ${days} days alone` : "";
  return `About ${median} by the end of ${last}, ${low} to ${high} in 8 of 10 cases${rests}.`;
}
