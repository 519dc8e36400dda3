import type { Provider } from "#lib/contracts/configuration.ts";
import { processState } from "#lib/core/process-state.ts";
import { daysBetween } from "#lib/engines/cost/reconcile/counting-uploads.ts";
import { db } from "#lib/store/client.ts";
import { callsByDay, dayRange, reportsByDay, type UsageGroup } from "#lib/store/known-usage.ts";

export interface GroupsOfDays {
  calls: UsageGroup[];
  reports: UsageGroup[];
}

interface KeptDay extends GroupsOfDays {
  readAtMs: number;
}

/** Filters, the CSV and the next look ask for the same days again. */
const KEPT_MS = 5 * 60_000;
const MOST_KEPT = 1000;
const HOUR_MS = 3_600_000;

const kept = () => processState("reconciliation.days", () => new Map<string, KeptDay>());

/**
 * What is known of a provider's days. Days that ended an hour ago or more are kept for five minutes: reading a month of
 * calls takes a second a few hundred thousand. @param longAbove see callsByDay
 */
export async function groupsOfDays(
  provider: Provider,
  { from, to }: { from: string; to: string },
  longAbove: Readonly<Record<string, number>>,
  nowMs: number,
): Promise<GroupsOfDays> {
  const days = daysBetween(from, to);
  const known = new Map(
    days.flatMap((day) => {
      const found = kept().get(`${provider} ${day}`);
      return found && nowMs - found.readAtMs < KEPT_MS ? [[day, found as GroupsOfDays] as const] : [];
    }),
  );
  const missing = days.filter((day) => !known.has(day));
  const [first, last] = [missing[0], missing.at(-1)];
  if (first !== undefined && last !== undefined) {
    const range = dayRange(provider, first, last);
    const [calls, reports] = await Promise.all([callsByDay(db(), range, longAbove), reportsByDay(db(), range)]);
    for (const day of daysBetween(first, last)) {
      const of = (groups: readonly UsageGroup[]) => groups.filter((group) => group.day === day);
      const read = { calls: of(calls), reports: of(reports) };
      known.set(day, read);
      if (dayRange(provider, day, day).toMs + HOUR_MS <= nowMs)
        keep(`${provider} ${day}`, { ...read, readAtMs: nowMs });
    }
  }
  const all = days.flatMap((day) => known.get(day) ?? []);
  return { calls: all.flatMap(({ calls }) => calls), reports: all.flatMap(({ reports }) => reports) };
}

function keep(key: string, day: KeptDay): void {
  const map = kept();
  map.delete(key);
  map.set(key, day);
  for (const oldest of map.keys()) {
    if (map.size <= MOST_KEPT) break;
    map.delete(oldest);
  }
}
