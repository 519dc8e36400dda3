import type pg from "pg";
import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";
import { ALL_DIMS, DAY_DIMS, FOLDED_DIMS, HOUR_DIMS, RECENT_DIMS } from "./usage-dims.ts";
import { sumMonth } from "./usage-months.ts";
import { usageChanges, usageRows } from "./usage-rows.ts";
import { differencesFrom, sumsOf } from "./usage-sums.ts";
import { addRelations, alone, BULK, driftOf, LOCK, momentOf, timeText, type UsageDrift, within } from "./usage-turn.ts";

const DAY_MS = 86_400_000;
const KEPT = { hours: [...HOUR_DIMS, ...RECENT_DIMS], days: [...DAY_DIMS, ...FOLDED_DIMS] };

const TAKE_EVENTS = `taken as (delete from usage_event returning kind, decision_ids)`;

/** What `sumsOf` and the like read of a day or an hour; bounds are texts of our own making. */
const tasksBetween = (fromMs: number, toMs: number) =>
  usageRows(`'${idFloor("dec", Math.max(0, fromMs))}'`, `'${idFloor("dec", toMs)}'`);

const takeEvents = (client: pg.PoolClient) =>
  addRelations(client, `${TAKE_EVENTS}, ${sumsOf(usageChanges("select * from taken"))}`, ["hours", "days", "months"]);

/**
 * Adds up what has happened since the last time, exactly: an event is gone in the transaction that has added it.
 * @returns how many sums were touched; null: another process is at it
 */
export async function addUpEvents(): Promise<number | null> {
  return alone(takeEvents);
}

/** Makes the sums of one day (UTC) anew from its tasks, and its month's from its days. @returns null: another process is at it */
export async function rebuildUsageDay(dayMs: number): Promise<number | null> {
  return alone(async (client) => {
    await takeEvents(client);
    const sums = await rebuild(client, dayMs);
    const at = new Date(dayMs);
    return sums + (await sumMonth(client, Date.UTC(at.getUTCFullYear(), at.getUTCMonth())));
  });
}

async function rebuild(client: pg.PoolClient, dayMs: number): Promise<number> {
  const range = within(dayMs, dayMs + DAY_MS);
  await client.query({ ...BULK, text: `delete from usage_hour where dims = any('{${KEPT.hours}}') and ${range}` });
  await client.query({ ...BULK, text: `delete from usage_day where dims = any('{${KEPT.days}}') and ${range}` });
  return addRelations(client, sumsOf(tasksBetween(dayMs, dayMs + DAY_MS)), ["hours", "days"]);
}

/**
 * Adds up the newest day of history that is in no sum yet.
 * @returns the day; "all": nothing is left; null: another process is at it
 */
export async function addUpNextDay(): Promise<{ dayMs: number } | "all" | null> {
  return alone(async (client) => {
    // Those of the day as well, which are not added while it is in no sum: afterwards they would be, a second time.
    await takeEvents(client);
    const untilMs = await momentOf(client, "select complete_from from usage_rollup");
    if (untilMs === null) return "all";
    const dayMs = await newestDayBefore(client, untilMs);
    if (dayMs !== null) await rebuild(client, dayMs);
    const completeFrom = dayMs === null ? "null" : timeText(dayMs);
    await client.query(`update usage_rollup set complete_from = ${completeFrom}`);
    return dayMs === null ? "all" : { dayMs };
  });
}

function newestDayBefore(client: pg.PoolClient, untilMs: number): Promise<number | null> {
  const newest = `select at from decision where id < '${idFloor("dec", untilMs)}' order by id desc limit 1`;
  return momentOf(client, `select date_trunc('day', at, 'UTC') from (${newest}) d`);
}

/** From when on all of history is in the sums; null: all of it is. */
export async function usageCompleteFrom(db: Db): Promise<number | null> {
  const row = await db.usageRollup.findUnique({ where: { id: 1 } });
  return row?.completeFrom?.getTime() ?? null;
}

/** The first day (UTC) that has sums; null: there are none. */
export async function oldestUsageDay(db: Db): Promise<number | null> {
  const { _min } = await db.usageDay.aggregate({ where: { dims: ALL_DIMS }, _min: { startAt: true } });
  return _min.startAt?.getTime() ?? null;
}

/** Compares the sums of some hours with their tasks. @returns null: another process is at it */
export async function compareUsageHours(fromMs: number, toMs: number): Promise<UsageDrift | null> {
  return compare("hours", fromMs, toMs);
}

/** Compares the sums of a day (UTC) with its tasks. @returns null: another process is at it */
export async function compareUsageDay(dayMs: number): Promise<UsageDrift | null> {
  return compare("days", dayMs, dayMs + DAY_MS);
}

async function compare(relation: keyof typeof KEPT, fromMs: number, toMs: number): Promise<UsageDrift | null> {
  return alone(async (client) => {
    await takeEvents(client);
    const differences = differencesFrom(relation, within(fromMs, toMs), KEPT[relation]);
    return driftOf(client, `with ${sumsOf(tasksBetween(fromMs, toMs))} ${differences}`);
  });
}

/** Forgets the sums of a fleet; to be called where its history is deleted, in that transaction and before it. */
export async function deleteUsageOfFleet(tx: Db, fleetName: string): Promise<void> {
  await tx.$executeRawUnsafe(LOCK);
  for (const table of ["usage_hour", "usage_day", "usage_month"]) {
    await tx.$executeRawUnsafe(
      `delete from ${table} where cell_id in (select id from usage_cell where fleet_name = $1)`,
      fleetName,
    );
  }
  await tx.$executeRaw`delete from usage_cell where fleet_name = ${fleetName}`;
}
