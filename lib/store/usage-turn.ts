import type pg from "pg";
import { inSession } from "./session.ts";
import { addSums } from "./usage-sums.ts";

/** Days of a long history are added up in one statement each. */
export const BULK = { query_timeout: 600_000 };
/** Whoever changes the sums holds it; who reads them does not mind. Taken before anything is seen, unlike an advisory lock. */
export const LOCK = "lock table usage_rollup in share row exclusive mode";

const LOCK_NOT_AVAILABLE = "55P03";

/** Bounds are texts of our own making. */
export const timeText = (ms: number) => `'${new Date(ms).toISOString()}'::timestamptz`;
export const within = (fromMs: number, toMs: number) =>
  `start_at >= ${timeText(fromMs)} and start_at < ${timeText(toMs)}`;

/**
 * One process at a time changes the sums, and sees one moment of history while it does.
 * @returns null: another one is at it
 */
export async function alone<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T | null> {
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

/** Adds what relations after a `with` hold to the sums kept. @returns how many of them were touched */
export async function addRelations(
  client: pg.PoolClient,
  relations: string,
  levels: Parameters<typeof addSums>[0],
): Promise<number> {
  const { rows } = await client.query<{ sums: string }>({ ...BULK, text: `with ${relations}, ${addSums(levels)}` });
  return Number(rows[0]?.sums ?? 0);
}

/** A moment that one row says, or none. */
export async function momentOf(client: pg.PoolClient, expression: string): Promise<number | null> {
  const text = `select extract(epoch from (${expression}))::float8 * 1000 ms`;
  const { rows } = await client.query<{ ms: number | null }>({ ...BULK, text });
  return rows[0]?.ms ?? null;
}

/** Sums that are not those of what they are of. */
export interface UsageDrift {
  sums: number;
  /** The largest difference in cost of any of them. */
  mostNanoUsd: bigint;
}

/** @param text a select of `differencesFrom`, with its relations */
export async function driftOf(client: pg.PoolClient, text: string): Promise<UsageDrift> {
  const { rows } = await client.query<{ sums: string; most: string }>({ ...BULK, text });
  return { sums: Number(rows[0]?.sums ?? 0), mostNanoUsd: BigInt(rows[0]?.most ?? 0) };
}
