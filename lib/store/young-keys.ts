import type pg from "pg";

/** A key that began to report within so many days is young: nobody has watched it for long. */
const YOUNG_DAYS = 7;
const DAY_MS = 86_400_000;
/** Goes through the whole window; the pool's own limit is for the hot path. */
const BULK = { query_timeout: 120_000 };

/** What of a fleet's reported outcomes is too much from keys that are too young. */
export interface Surplus {
  keys: string[];
  /** Their outcomes after this time do not count. */
  afterMs: number;
}

interface KeyRow {
  actor_id: string;
  outcomes: number;
  first_ms: number;
}

/**
 * Young keys together may teach a model at most as many outcomes as the keys the fleet has known for a week: whoever gets
 * hold of a key and floods the fleet with made-up outcomes does not outvote it. A fleet whose keys are all young learns
 * from them all. Null: nothing is too much.
 */
export async function findSurplus(
  client: pg.ClientBase,
  { fleetName, fromMs, toMs }: { fleetName: string; fromMs: number; toMs: number },
): Promise<Surplus | null> {
  // What nobody has judged was measured here: nobody can have made it up.
  const range = `d.fleet_name = $1 and d.agent_name is not null and o.success is not null
    and o.at between to_timestamp($2::float8 / 1000.0) and to_timestamp($3::float8 / 1000.0)`;
  const values = [fleetName, fromMs, toMs];
  const { rows } = await client.query<KeyRow>({
    ...BULK,
    text: `select d.actor_id, count(*)::int as outcomes, extract(epoch from min(o.at))::float8 * 1000 as first_ms
      from outcome o join decision d on d.id = o.decision_id where ${range} group by d.actor_id`,
    values,
  });
  const isYoung = ({ first_ms }: KeyRow) => first_ms > toMs - YOUNG_DAYS * DAY_MS;
  const sum = (some: readonly KeyRow[]) => some.reduce((total, { outcomes }) => total + outcomes, 0);
  const young = rows.filter(isYoung);
  const known = sum(rows.filter((row) => !isYoung(row)));
  if (known === 0 || sum(young) <= known) return null;
  const keys = young.map(({ actor_id }) => actor_id);
  const last = await client.query<{ at_ms: number }>({
    ...BULK,
    text: `select extract(epoch from o.at)::float8 * 1000 as at_ms
      from outcome o join decision d on d.id = o.decision_id
      where ${range} and d.actor_id = any($4) order by o.at offset $5 limit 1`,
    values: [...values, keys, known - 1],
  });
  const afterMs = last.rows[0]?.at_ms;
  return afterMs === undefined ? null : { keys, afterMs };
}
