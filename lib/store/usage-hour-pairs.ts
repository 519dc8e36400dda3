import type { Db } from "./client.ts";
import { RECENT_DIMS } from "./usage-dims.ts";
import { alone, BULK, timeText } from "./usage-turn.ts";

const DAY_MS = 86_400_000;
/** A week by the hour, and today. */
const PAIRED_DAYS = 7;

/**
 * Forgets the sums by two things of hours more than a week ago, and keeps none of them any more. By whole days: those are
 * added up from their hours, of which all have these sums, or none.
 * @returns how many; null: another process is at it
 */
export async function forgetHourPairs(db: Db, nowMs: number): Promise<number | null> {
  const beforeMs = Math.floor(nowMs / DAY_MS) * DAY_MS - PAIRED_DAYS * DAY_MS;
  const row = await db.usageRollup.findUnique({ where: { id: 1 } });
  if (row?.pairedFrom && row.pairedFrom.getTime() >= beforeMs) return 0;
  return alone(async (client) => {
    const { rowCount } = await client.query({
      ...BULK,
      text: `delete from usage_hour where dims = any('{${RECENT_DIMS}}') and start_at < ${timeText(beforeMs)}`,
    });
    await client.query(`update usage_rollup set paired_from = greatest(paired_from, ${timeText(beforeMs)})`);
    return rowCount ?? 0;
  });
}
