import type pg from "pg";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { pool } from "./client.ts";
import { ObservationTable } from "./observation-table.ts";
import { findSurplus } from "./young-keys.ts";

/** Which outcomes of a fleet are read. */
export interface ObservationScope
  extends Pick<TrainingRequest, "fleetName" | "source" | "types" | "agents" | "windowFrom" | "windowTo"> {
  /** What came later does not count. */
  untilMs: number;
}

/** The latest reported outcomes count; further back the agents were others. Imported history is read whole. */
const MAX_DECISIONS = 1_000_000;
/** They teach less, and there may be very many. */
const MAX_UNJUDGED = 200_000;
/** What a task is about stands at its beginning; a million pasted documents would not fit into memory. */
const MAX_TEXT = 2_000;
const ROWS_A_FETCH = 4_000;
/** These reads grow with the history; the pool's own limit is for the hot path. */
const BULK = { query_timeout: 300_000 };

type HistoryTaskRow = [id: string, type: string, text: string, source: string | null, split: "train" | "test" | null];
type Nullable = number | null;
type HistoryRow = [
  task: string,
  agent: string,
  score: number,
  cost: Nullable,
  ms: Nullable,
  input: Nullable,
  output: Nullable,
];
type DecisionRow = [
  ...[at: number, agent: string, type: string, text: string, success: boolean | null],
  ...[cost: Nullable, ms: Nullable, input: Nullable, output: Nullable],
];

/** What there is to learn from. */
export interface ObservedHistory {
  judged: ObservationTable;
  /** Ended well as far as can be measured, but nobody has said whether it was: their scores mean nothing. */
  unjudged: ObservationTable;
}

/**
 * What was observed of a fleet: imported outcomes in the order of their tasks and agents, then reported outcomes, oldest
 * first; apart from them what nobody had judged by then. What decides the order is what was observed, never an id, so that the same events give the same model. Rows
 * come through a cursor from one snapshot.
 * @param onRows called with how many rows are read, and how many there are about
 */
export async function readObservations(
  scope: ObservationScope,
  onRows: (done: number, total: number) => void = () => undefined,
): Promise<ObservedHistory> {
  const [judged, unjudged] = [new ObservationTable(), new ObservationTable()];
  const client = await pool().connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    // Helpers of PostgreSQL would take the processors that tasks are routed on.
    await client.query("set local max_parallel_workers_per_gather = 0");
    const total = await countOutcomes(client, scope);
    const report = () => onRows(judged.length + unjudged.length, total);
    if (scope.source !== "decisions") await readHistory(client, scope, judged, report);
    if (scope.source !== "imported") {
      await readDecisions(client, scope, JUDGED, judged, report);
      await readDecisions(client, scope, UNJUDGED, unjudged, report);
    }
    await client.query("commit");
    client.release();
    return { judged, unjudged };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** About: a filter leaves fewer. */
async function countOutcomes(client: pg.PoolClient, { fleetName, source, untilMs }: ObservationScope): Promise<number> {
  const { rows } = await client.query<{ imported: number; reported: number }>({
    ...BULK,
    text: `select
      (select coalesce(sum(outcome_count), 0)::int from history_import where fleet_name = $1) as imported,
      (select count(*)::int from outcome where at <= to_timestamp($2::float8 / 1000.0)) as reported`,
    values: [fleetName, untilMs],
  });
  const { imported = 0, reported = 0 } = rows[0] ?? {};
  return (
    (source === "decisions" ? 0 : imported) +
    (source === "imported" ? 0 : Math.min(reported, MAX_DECISIONS + MAX_UNJUDGED))
  );
}

async function readHistory(
  client: pg.PoolClient,
  scope: ObservationScope,
  table: ObservationTable,
  onFetch: () => void,
): Promise<void> {
  const { fleetName, untilMs, types, agents } = scope;
  const imported = "i.fleet_name = $1 and i.created_at <= to_timestamp($2::float8 / 1000.0)";
  const ofTypes = "(cardinality($3::text[]) = 0 or t.type = any($3))";
  const indexOf = new Map<string, number>();
  await eachRow<HistoryTaskRow>(client, {
    text: `select t.id::text, t.type, left(t.text, ${MAX_TEXT}), t.source, t.split
      from history_task t join history_import i on i.id = t.import_id where ${imported} and ${ofTypes} order by t.id`,
    values: [fleetName, untilMs, types],
    onRow: ([id, type, text, source, split]) => indexOf.set(id, table.addTask({ type, text, source, split })),
    onFetch,
  });
  await eachRow<HistoryRow>(client, {
    text: `select o.task_id::text, a.name, o.score, o.cost_nano_usd::float8, o.latency_ms, o.input_tokens, o.output_tokens
      from history_outcome o
      join history_task t on t.id = o.task_id
      join history_import i on i.id = t.import_id
      join agent a on a.id = o.agent_id
      where ${imported} and ${ofTypes} and (cardinality($4::text[]) = 0 or a.name = any($4))
      order by o.task_id, a.name collate "C"`,
    values: [fleetName, untilMs, types, agents],
    onRow: ([taskId, agentName, score, costNanoUsd, latencyMs, inputTokens, outputTokens]) => {
      const task = indexOf.get(taskId);
      if (task === undefined) return;
      table.add(task, agentName, { score, atMs: null, costNanoUsd, latencyMs, inputTokens, outputTokens });
    },
    onFetch,
  });
}

/** As it stood then: a judgement that came later does not count. */
const JUDGED = { where: "o.judged_at <= to_timestamp($8::float8 / 1000.0)", most: MAX_DECISIONS };
/** What its client left before its end tells of no quantity either. */
const UNJUDGED = {
  where: "o.error_code is null and (o.judged_at <= to_timestamp($8::float8 / 1000.0)) is not true",
  most: MAX_UNJUDGED,
};

async function readDecisions(
  client: pg.PoolClient,
  scope: ObservationScope,
  { where, most }: typeof JUDGED,
  table: ObservationTable,
  onFetch: () => void,
): Promise<void> {
  const { fleetName, untilMs, types, agents, windowFrom, windowTo } = scope;
  const fromMs = windowFrom === null ? 0 : Date.parse(windowFrom);
  const toMs = windowTo === null ? untilMs : Math.min(untilMs, Date.parse(windowTo));
  const surplus = await findSurplus(client, { fleetName, fromMs, toMs });
  await eachRow<DecisionRow>(client, {
    text: `select * from (
        select extract(epoch from o.at)::float8 * 1000 as at_ms, d.agent_name, d.task_type,
          coalesce(left(coalesce(ct.task_text, d.task::json->>'description'), ${MAX_TEXT}), '') as description, o.success,
          o.cost_nano_usd::float8, o.duration_ms, o.input_tokens, o.output_tokens
        from outcome o join decision d on d.id = o.decision_id left join call_text ct on ct.decision_id = d.id
        where d.fleet_name = $1 and d.agent_name is not null
          and o.at between to_timestamp($2::float8 / 1000.0) and to_timestamp($3::float8 / 1000.0)
          and (cardinality($4::text[]) = 0 or d.task_type = any($4))
          and (cardinality($5::text[]) = 0 or d.agent_name = any($5))
          and not (d.actor_id = any($6::text[]) and o.at > to_timestamp($7::float8 / 1000.0)) and ${where}
        order by o.at desc limit ${most}) latest
      order by at_ms, agent_name collate "C", task_type collate "C", description collate "C", success, duration_ms`,
    values: [fleetName, fromMs, toMs, types, agents, surplus?.keys ?? [], surplus?.afterMs ?? toMs, untilMs],
    onRow: ([atMs, agentName, type, text, success, costNanoUsd, latencyMs, inputTokens, outputTokens]) => {
      const task = table.addTask({ type, text, source: null, split: null });
      const quantities = { costNanoUsd, latencyMs, inputTokens, outputTokens };
      table.add(task, agentName, { ...quantities, score: success ? 1 : 0, atMs: Math.round(atMs) });
    },
    onFetch,
  });
}

interface CursorRead<Row> {
  text: string;
  values: unknown[];
  onRow(row: Row): void;
  onFetch(): void;
}

/** Goes through the rows of a query without ever holding more than one fetch of them. */
export async function eachRow<Row extends unknown[]>(
  client: pg.PoolClient,
  { text, values, onRow, onFetch }: CursorRead<Row>,
): Promise<void> {
  await client.query({ ...BULK, text: `declare observed no scroll cursor for ${text}`, values });
  for (;;) {
    const { rows } = await client.query<Row>({
      ...BULK,
      text: `fetch ${ROWS_A_FETCH} from observed`,
      rowMode: "array",
    });
    for (const row of rows) onRow(row);
    onFetch();
    if (rows.length < ROWS_A_FETCH) break;
  }
  await client.query("close observed");
}
