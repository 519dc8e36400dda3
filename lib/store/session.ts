import type { Writable } from "node:stream";
import type pg from "pg";
import { pool } from "./client.ts";

/** Hands over a statement that is under way: the commit is sent behind it at once instead of after its answer. */
export type SendBeforeCommit = (statement: Promise<unknown>) => void;

/**
 * One transaction on a plain connection, for statements over many rows at once. The connection is pipelined:
 * statements are sent without waiting for the answers of those before, and run in the order in which they were sent.
 */
export async function inSession<T>(
  run: (client: pg.PoolClient, sendBeforeCommit: SendBeforeCommit) => Promise<T>,
): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  const sent: Promise<unknown>[] = [];
  const send: SendBeforeCommit = (statement) => {
    // It may fail while `run` still waits for another: a rejection that nobody has taken yet would end the process.
    statement.catch(() => undefined);
    sent.push(statement);
  };
  writeTogether(client);
  send(client.query("begin"));
  try {
    const result = await run(client, send);
    // Behind a statement that failed, commit rolls back; the failure is what the caller learns.
    await Promise.all([...sent, client.query("commit")]);
    return result;
  } catch (error) {
    await Promise.allSettled(sent);
    await client.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    // A connection whose roll-back failed is in an unknown state: the pool must not hand it out again.
    client.release(broken);
  }
}

/** All that is sent in this turn leaves in one write: a write of its own for each statement costs more than most of them. */
function writeTogether(client: pg.PoolClient): void {
  const { stream } = (client as pg.PoolClient & { connection: { stream: Writable } }).connection;
  stream.cork();
  // After the promises of this turn: also what follows them at once is in it.
  process.nextTick(() => stream.uncork());
}
