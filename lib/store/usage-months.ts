import type pg from "pg";
import type { Db } from "./client.ts";
import { ALL_DIMS, MONTH_DIMS } from "./usage-dims.ts";
import { differencesFrom, FOLDED_FROM, foldingOf, monthsOf } from "./usage-sums.ts";
import { addRelations, alone, driftOf, momentOf, timeText, type UsageDrift, within } from "./usage-turn.ts";

/** The first moment of the next month (UTC). */
const nextMonth = (monthMs: number) => {
  const at = new Date(monthMs);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
};

/**
 * Adds the newest day that is in no month yet to its month, from the sums of the day.
 * @returns the day; "all": nothing is left of the days that have sums; null: another process is at it
 */
export async function foldNextDay(): Promise<{ dayMs: number } | "all" | null> {
  return alone(async (client) => {
    const untilMs = await momentOf(client, "select folded_from from usage_rollup");
    if (untilMs === null) return "all";
    const dayMs = await momentOf(
      client,
      `select max(start_at) from usage_day where dims = ${ALL_DIMS} and start_at < ${timeText(untilMs)}`,
    );
    if (dayMs !== null) {
      await addRelations(client, foldingOf(timeText(dayMs)), ["days", "months"]);
      await client.query(`update usage_rollup set folded_from = ${timeText(dayMs)}`);
      return { dayMs };
    }
    // Days older than those that have sums are folded once they have them.
    await client.query("update usage_rollup set folded_from = null where complete_from is null");
    return "all";
  });
}

/** From which day on all that is in days is in months as well; null: all of it is. It only ever moves back. */
export async function usageFoldedFrom(db: Db): Promise<number | null> {
  const row = await db.usageRollup.findUnique({ where: { id: 1 } });
  return row?.foldedFrom?.getTime() ?? null;
}

/** Makes the sums of a month (UTC) anew from those of its days; in the transaction that has changed them. */
export async function sumMonth(client: pg.PoolClient, monthMs: number): Promise<number> {
  await client.query(`delete from usage_month where dims = any('{${MONTH_DIMS}}') and start_at = ${timeText(monthMs)}`);
  return addRelations(client, `months as (${daysOf(monthMs, MONTH_DIMS)})`, ["months"]);
}

/** Makes the sums of a month (UTC) anew from those of its days. @returns how many; null: another process is at it */
export async function rebuildUsageMonth(monthMs: number): Promise<number | null> {
  return alone((client) => sumMonth(client, monthMs));
}

/**
 * Compares the sums of a month (UTC) with those of its days.
 * @param dims the combinations to look at
 * @returns null: another process is at it
 */
export async function compareUsageMonth(
  monthMs: number,
  dims: readonly number[] = MONTH_DIMS,
): Promise<UsageDrift | null> {
  const months = `months as (${daysOf(monthMs, dims)})`;
  const range = `start_at = ${timeText(monthMs)}`;
  return alone((client) => driftOf(client, `with ${months} ${differencesFrom("months", range, dims)}`));
}

function daysOf(monthMs: number, dims: readonly number[]): string {
  const inMonth = within(monthMs, nextMonth(monthMs));
  return monthsOf("usage_day", `dims = any('{${dims}}') and ${inMonth} and start_at >= ${FOLDED_FROM}`);
}
