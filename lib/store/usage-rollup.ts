import type pg from "pg";
import { idFloor } from "#lib/core/ids.ts";
import type { Db } from "./client.ts";
import { inSession } from "./session.ts";
import { ALL_DIMS, DAY_DIMS, HOUR_DIMS } from "./usage-dims.ts";
import { usageChanges, usageRows } from "./usage-rows.ts";
import { ADD_SUMS, differencesFrom, sumsOf } from "./usage-sums.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days of a long history are added up in one statement each. */
const BULK = { query_timeout: 600_000 };
/** Whoever changes the sums holds it; who reads them does not mind. Taken before anything is seen, unlike an advisory lock. */
const LOCK = "lock table usage_rollup in share row exclusive mode";

const LOCK_NOT_AVAILABLE = "55P03";

const TAKE_EVENTS = `taken as (delete from usage_event returning kind, decision_ids)`;

/** What `sumsOf` and the like read of a day or an hour; bounds are texts of our own making. */
const tasksBetween = (fromMs: number, toMs: number) =>
  usageRows(`'${idFloor("dec", Math.max(0, fromMs))}'`, `'${idFloor("dec", toMs)}'`);

const timeText = (ms: number) => `'${new Date(ms).toISOString()}'::timestamptz`;
const within = (fromMs: number, toMs: number) => `start_at >= ${timeText(fromMs)} and start_at < ${timeText(toMs)}`;

/**
 * One process at a time changes the sums, and sees one moment of history while it does.
 * @returns null: another one is at it
 */
async function alone<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T | null> {
  try {
    return await inSession(async (client) => {
      await client.query("set transaction isolation level repeatable read");
      await client.query(`${LOCK} nowait`);
      await client.query("select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)");
      return await run(client);
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === LOCK_NOT_AVAILABLE) return null;
    throw error;
  }
}

async function takeEvents(client: pg.PoolClient): Promise<number> {
  const text = `with ${TAKE_EVENTS}, ${sumsOf(usageChanges("select * from taken"))}, ${ADD_SUMS}`;
  const { rows } = await client.query<{ sums: string }>({ ...BULK, text });
  return Number(rows[0]?.sums ?? 0);
}

/**
 * Adds up what has happened since the last time, exactly: an event is gone in the transaction that has added it.
 * @returns how many sums were touched; null: another process is at it
 */
export async function addUpEvents(): Promise<number | null> {
  return alone(takeEvents);
}

/** Makes the sums of one day (UTC) anew from its tasks. @returns null: another process is at it */
export async function rebuildUsageDay(dayMs: number): Promise<number | null> {
  return alone(async (client) => {
    await takeEvents(client);
    return rebuild(client, dayMs);
  });
}

async function rebuild(client: pg.PoolClient, dayMs: number): Promise<number> {
  const range = within(dayMs, dayMs + DAY_MS);
  await client.query({ ...BULK, text: `delete from usage_hour where dims = any('{${HOUR_DIMS}}') and ${range}` });
  await client.query({ ...BULK, text: `delete from usage_day where dims = any('{${DAY_DIMS}}') and ${range}` });
  const text = `with ${sumsOf(tasksBetween(dayMs, dayMs + DAY_MS))}, ${ADD_SUMS}`;
  const { rows } = await client.query<{ sums: string }>({ ...BULK, text });
  return Number(rows[0]?.sums ?? 0);
}

/**
 * Adds up the newest day of history that is in no sum yet.
 * @returns the day; "all": nothing is left; null: another process is at it
 */
export async function addUpNextDay(): Promise<{ dayMs: number } | "all" | null> {
  return alone(async (client) => {
    // Those of the day as well, which are not added while it is in no sum: afterwards they would be, a second time.
    await takeEvents(client);
    const { rows } = await client.query<{ ms: number | null }>(
      "select extract(epoch from complete_from)::float8 * 1000 ms from usage_rollup",
    );
    const untilMs = rows[0]?.ms ?? null;
    if (untilMs === null) return "all";
    const dayMs = await newestDayBefore(client, untilMs);
    if (dayMs !== null) await rebuild(client, dayMs);
    const completeFrom = dayMs === null ? "null" : timeText(dayMs);
    await client.query(`update usage_rollup set complete_from = ${completeFrom}`);
    return dayMs === null ? "all" : { dayMs };
  });
}

async function newestDayBefore(client: pg.PoolClient, untilMs: number): Promise<number | null> {
  const { rows } = await client.query<{ ms: number }>({
    ...BULK,
    text: `select extract(epoch from date_trunc('day', at, 'UTC'))::float8 * 1000 ms from decision
      where id < $1 order by id desc limit 1`,
    values: [idFloor("dec", untilMs)],
  });
  return rows[0]?.ms ?? null;
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

/** Sums that are not those of their tasks. */
export interface UsageDrift {
  sums: number;
  /** The largest difference in cost of any of them. */
  mostNanoUsd: bigint;
}

/** Compares the sums of some hours with their tasks. @returns null: another process is at it */
export async function compareUsageHours(fromMs: number, toMs: number): Promise<UsageDrift | null> {
  return compare(tasksBetween(fromMs, toMs), "hours", "usage_hour", within(fromMs, toMs));
}

/** Compares the sums of a day (UTC) with its tasks. @returns null: another process is at it */
export async function compareUsageDay(dayMs: number): Promise<UsageDrift | null> {
  return compare(tasksBetween(dayMs, dayMs + DAY_MS), "days", "usage_day", within(dayMs, dayMs + DAY_MS));
}

async function compare(
  tasks: string,
  relation: "hours" | "days",
  table: "usage_hour" | "usage_day",
  range: string,
): Promise<UsageDrift | null> {
  return alone(async (client) => {
    await takeEvents(client);
    const text = `with ${sumsOf(tasks)} ${differencesFrom(relation, table, range)}`;
    const { rows } = await client.query<{ sums: string; most: string }>({ ...BULK, text });
    return { sums: Number(rows[0]?.sums ?? 0), mostNanoUsd: BigInt(rows[0]?.most ?? 0) };
  });
}

/** Forgets the sums of a fleet; to be called where its history is deleted, in that transaction and before it. */
export async function deleteUsageOfFleet(tx: Db, fleetName: string): Promise<void> {
  await tx.$executeRawUnsafe(LOCK);
  await tx.$executeRaw`delete from usage_hour where cell_id in (select id from usage_cell where fleet_name = ${fleetName})`;
  await tx.$executeRaw`delete from usage_day where cell_id in (select id from usage_cell where fleet_name = ${fleetName})`;
  await tx.$executeRaw`delete from usage_cell where fleet_name = ${fleetName}`;
}
