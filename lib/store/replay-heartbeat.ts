import type { Db } from "./client.ts";

/** After so long without a heartbeat the process is taken for dead; the database's clock measures. */
const STALE = "10 seconds";

/** Says that the process which works on the replay lives. */
export async function beatReplay(db: Db, id: string): Promise<void> {
  await db.$executeRaw`update replay set heartbeat_at = now() where id = ${id} and state = 'running'`;
}

/**
 * Ends the replays whose process is gone: they never end by themselves. Those of before heartbeats have none.
 * @param alive ids of replays the caller works on: a database that was away for a while has not heard of them either
 * @param message what is said of them
 * @returns the ids of those given up
 */
export async function endAbandonedReplays(db: Db, alive: readonly string[], message: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    update replay set state = 'failed', error = ${message}, finished_at = now()
    where state = 'running' and coalesce(heartbeat_at, created_at) < now() - ${STALE}::interval
      and not (id = any(${alive}::text[]))
    returning id`;
  return rows.map(({ id }) => id);
}
