import { pool } from "#lib/store/client.ts";

/** Every value of every table as one text, bytes as text too: what somebody who copied the database could search. */
export async function databaseText(): Promise<string> {
  const { rows: tables } = await pool().query<{ name: string }>(
    "select quote_ident(relname) as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relispartition order by 1",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool().query<Record<string, unknown>>(`select * from ${name}`);
    texts.push(JSON.stringify(rows.map(readable), (_key, value) => (typeof value === "bigint" ? `${value}` : value)));
  }
  return texts.join("\n");
}

function readable(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString("latin1") : value]),
  );
}
