import type pg from "pg";
import { pool } from "./client.ts";

/** One transaction on a plain connection, for statements over many rows at once. */
export async function inSession<T>(run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await run(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection whose roll-back failed is in an unknown state: the pool must not hand it out again.
    client.release(broken);
  }
}
