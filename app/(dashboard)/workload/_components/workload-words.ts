import { formatDuration, formatShare } from "#components/ui/figures.ts";
import type { AgentHourView, AgentWeekView } from "#lib/contracts/workload.ts";

const HOUR_MS = 3_600_000;

/** From this chance on an hour is worth a warning, and from this on it is expected to be full. */
const MAY_FROM = 0.2;
const LIKELY_FROM = 0.5;

export type Danger = "none" | "may" | "likely";

export function dangerOf({ saturation }: Pick<AgentHourView, "saturation">): Danger {
  if (saturation >= LIKELY_FROM) return "likely";
  return saturation >= MAY_FROM ? "may" : "none";
}

const zone = { timeZone: "UTC" } as const;
const day = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", ...zone });

/** "Tue 1 Dec 14:00" */
export function hourText(atMs: number): string {
  const parts = day.formatToParts(atMs);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("weekday")} ${part("day")} ${part("month")} ${new Date(atMs).toISOString().slice(11, 16)}`;
}

export const startOfHour = (from: string, hour: number): number => Date.parse(from) + hour * HOUR_MS;

export function waitText(waitMs: number): string {
  if (waitMs < 50) return "none";
  return waitMs < 2 * HOUR_MS ? formatDuration(waitMs) : `${(waitMs / HOUR_MS).toFixed(1)} h`;
}

/** "asks for 112% of its slots, wait 4.0 min, 78% likely to be full" */
export function outlookText({ offered, waitMs, saturation }: AgentHourView): string {
  const chance = saturation === 0 ? "not expected to be full" : `${formatShare(saturation, 0)} likely to be full`;
  return `asks for ${formatShare(offered, 0)} of its slots, wait ${waitText(waitMs)}, ${chance}`;
}

/** The week in a sentence, for those who cannot see it. */
export function weekText({ agent, worst, hours }: AgentWeekView): string {
  const warned = hours.filter((hour) => dangerOf(hour) !== "none").length;
  if (!worst) return `${agent}: no hour of the week is likely to be full`;
  return `${agent}: ${warned} ${warned === 1 ? "hour" : "hours"} may be full, most likely ${hourText(Date.parse(worst.at))}`;
}
