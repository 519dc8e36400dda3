import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";
import { type Prisma, PrismaClient } from "#lib/generated/prisma/client.ts";

/** A Prisma client or a transaction of it: every function of the store takes one first. */
export type Db = PrismaClient | Prisma.TransactionClient;

function databaseUrl(): string {
  const url = readEnv().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set: start the product with npm start, which sets it");
  return url;
}

/** How long anybody waits for a connection. A server that hangs must not hang its callers. */
const CONNECT_MS = 5_000;
/** For a statement of the hot path; bulk reads name their own. */
const STATEMENT_MS = 5_000;
const IDLE_MS = 10_000;
/** For a statement of Prisma, removals of whole fleets included: an answer that is lost ends the connection then. */
const BULK_STATEMENT_MS = 120_000;

/** Prisma for pages and mutations. */
export function db(): PrismaClient {
  return processState("store.prisma", () => {
    const adapter = new PrismaPg({
      connectionString: databaseUrl(),
      max: 10,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: BULK_STATEMENT_MS,
    });
    return new PrismaClient({ adapter });
  });
}

/** Plain connections for the hot path, COPY-like bulk writes and LISTEN. */
export function pool(): pg.Pool {
  return processState("store.pool", () => {
    const created = new pg.Pool({
      connectionString: databaseUrl(),
      max: 10,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: STATEMENT_MS,
      // A process that hangs between two statements must not keep its locks from the others.
      idle_in_transaction_session_timeout: IDLE_MS,
      pipeline: true,
    });
    // A connection that breaks must not end the process, be it idle or lent out between two statements:
    // the next statement on it reports the loss.
    created.on("error", () => undefined);
    created.on("connect", (client) => client.on("error", () => undefined));
    return created;
  });
}

/** One transaction; the callback's error rolls everything back. */
export function inTransaction<T>(run: (tx: Prisma.TransactionClient) => Promise<T>, timeoutMs = 15_000): Promise<T> {
  return db().$transaction(run, { timeout: timeoutMs, maxWait: 5_000 });
}

/** Ends both pools; for CLI commands and tests. */
export async function closeStore(): Promise<void> {
  await Promise.all([db().$disconnect(), pool().end()]);
}
