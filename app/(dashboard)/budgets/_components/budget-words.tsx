import { ExactTime, RelativeTime } from "#components/ui/relative-time.tsx";
import type { BudgetView } from "#lib/contracts/budget.ts";

export const ACTION_WORDS: Record<BudgetView["action"], string> = {
  alert: "Alert",
  downgrade: "Downgrade",
  block: "Block",
};

const ROLLING: Record<Exclude<BudgetView["period"], "total">, string> = {
  hour: "last hour",
  day: "last 24 hours",
  week: "last 7 days",
  month: "last 30 days",
};

/** "a month, Europe/Vienna", "last 24 hours", "in total". */
export function periodText({ period, alignment, timeZone }: Pick<BudgetView, "period" | "alignment" | "timeZone">) {
  if (period === "total") return "in total";
  if (alignment === "rolling") return ROLLING[period];
  return `${period === "hour" ? "an" : "a"} ${period}, ${timeZone}`;
}

/** When there is room again by itself. */
export function NextReset({ budget, exact = false }: { budget: BudgetView; exact?: boolean }) {
  const { windowEnd, alignment } = budget;
  if (windowEnd === null) return <span>never by itself</span>;
  const verb = alignment === "rolling" ? "the oldest is forgotten" : "resets";
  return (
    <>
      {verb} {exact ? <ExactTime at={windowEnd} className="break-words" /> : <RelativeTime at={windowEnd} />}
    </>
  );
}
