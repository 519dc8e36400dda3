import pg from "pg";

const TENANCY_LOCK = 510_700_318;

/**
 * A connection held for as long as a process uses the embedded database. Each holds one lock in common;
 * who can take it alone was the last, and stops the server. A process that is killed loses its lock by itself.
 */
export interface Tenancy {
  /** Gives the lock back; true when no other process uses the database. */
  leave(): Promise<boolean>;
}

/** @param onLost called once when the server ends the connection, which means that it stopped or crashed. */
export async function holdTenancy(url: string, onLost: () => void): Promise<Tenancy> {
  const client = new pg.Client({ connectionString: url, keepAlive: true, application_name: "signalbox tenancy" });
  let open = true;
  const lost = () => {
    if (!open) return;
    open = false;
    onLost();
  };
  client.on("error", lost);
  client.on("end", lost);
  await client.connect();
  await client.query("select pg_advisory_lock_shared($1)", [TENANCY_LOCK]);
  return {
    async leave() {
      if (!open) return true;
      open = false;
      try {
        await client.query("select pg_advisory_unlock_shared($1)", [TENANCY_LOCK]);
        const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [
          TENANCY_LOCK,
        ]);
        return rows[0]?.last ?? true;
      } finally {
        await client.end().catch(() => undefined);
      }
    },
  };
}
