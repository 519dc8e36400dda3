import pg from "pg";
import { type Cluster, SUPERUSER } from "./cluster.ts";

const DATABASE = "signalbox";

/** The cluster's address on a port, for a database of it. */
export function addressOf(cluster: Pick<Cluster, "password">, port: number, database = "postgres"): string {
  return `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** Whether the server lets us in; only our own cluster knows the password. */
export async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  // A server that dies in the middle of the answer is an answer too.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Makes the product's database where it is missing and returns its address. */
export async function ensureDatabase(cluster: Pick<Cluster, "password">, port: number): Promise<string> {
  const client = new pg.Client({ connectionString: addressOf(cluster, port) });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`create database ${DATABASE}`).catch(ignoreAlreadyMade);
  } finally {
    await client.end();
  }
  return addressOf(cluster, port, DATABASE);
}

function ignoreAlreadyMade(error: { code?: string }): void {
  const alreadyMade = error.code === "42P04" || error.code === "23505";
  if (!alreadyMade) throw error;
}
