import type { Observation } from "#lib/contracts/prediction.ts";
import { pool } from "./client.ts";

/** An observation with the task it belongs to: an evaluation holds out whole tasks, never single rows. */
export interface TaskObservation extends Observation {
  taskKey: string;
  split: "train" | "test" | null;
}

/** More than this says nothing new to a model of shares and quantiles; the latest count. */
const MAX_DECISIONS = 200_000;

/** These reads grow with the history; the pool's own limit is for the hot path. */
const BULK = { query_timeout: 120_000 };

type HistoryTaskRow = [id: string, type: string, text: string, source: string | null, split: "train" | "test" | null];
type HistoryRow = [taskId: string, agent: string, score: number, cost: number | null, ...rest: (number | null)[]];

/** Imported outcomes of the fleet in the order of their tasks and agents. */
export async function readHistoryObservations(fleetName: string): Promise<TaskObservation[]> {
  const tasks = await pool().query<HistoryTaskRow>({
    ...BULK,
    text: `select t.id::text, t.type, t.text, t.source, t.split
      from history_task t join history_import i on i.id = t.import_id where i.fleet_name = $1`,
    values: [fleetName],
    rowMode: "array",
  });
  const byId = new Map(tasks.rows.map((row) => [row[0], row]));
  const outcomes = await pool().query<HistoryRow>({
    ...BULK,
    text: `select o.task_id::text, a.name, o.score, o.cost_nano_usd::float8, o.latency_ms, o.input_tokens, o.output_tokens
      from history_outcome o
      join history_task t on t.id = o.task_id
      join history_import i on i.id = t.import_id
      join agent a on a.id = o.agent_id
      where i.fleet_name = $1
      order by o.task_id, a.name collate "C"`,
    values: [fleetName],
    rowMode: "array",
  });
  return outcomes.rows.map(([taskId, agentName, score, costNanoUsd, latencyMs, inputTokens, outputTokens]) => {
    const [, taskType, text, source, split] = byId.get(taskId) ?? [taskId, "unspecified", "", null, null];
    return {
      taskKey: `h${taskId}`,
      split,
      agentName,
      taskType,
      source,
      text,
      score,
      atMs: null,
      costNanoUsd,
      latencyMs: latencyMs ?? null,
      inputTokens: inputTokens ?? null,
      outputTokens: outputTokens ?? null,
    };
  });
}

interface DecisionRow {
  id: string;
  task: string;
  task_type: string;
  agent_name: string;
  success: boolean;
  at_ms: number;
  cost: number | null;
  duration_ms: number | null;
  input_tokens: number | null;
  output_tokens: number | null;
}

/**
 * Reported outcomes of the fleet's decisions until `untilMs`, oldest first. What decides the order is what was
 * observed, never an id, so that the same events give the same model.
 */
export async function readDecisionObservations(fleetName: string, untilMs: number): Promise<TaskObservation[]> {
  const { rows } = await pool().query<DecisionRow>({
    ...BULK,
    text: `select d.id, d.task, d.task_type, d.agent_name, o.success, extract(epoch from o.at)::float8 * 1000 at_ms,
        o.cost_nano_usd::float8 cost, o.duration_ms, o.input_tokens, o.output_tokens
      from outcome o join decision d on d.id = o.decision_id
      where d.fleet_name = $1 and o.at <= to_timestamp($2::float8 / 1000.0) and d.agent_name is not null
      order by o.at desc limit $3`,
    values: [fleetName, untilMs, MAX_DECISIONS],
  });
  return rows
    .map((row) => ({ row, key: `${row.agent_name}\n${row.task_type}\n${row.task}` }))
    .sort((a, b) => a.row.at_ms - b.row.at_ms || (a.key < b.key ? -1 : 1))
    .map(({ row }) => ({
      taskKey: `d${row.id}`,
      split: null,
      agentName: row.agent_name,
      taskType: row.task_type,
      source: null,
      text: descriptionOf(row.task),
      score: row.success ? 1 : 0,
      atMs: Math.round(row.at_ms),
      costNanoUsd: row.cost,
      latencyMs: row.duration_ms,
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
    }));
}

function descriptionOf(task: string): string {
  const { description } = JSON.parse(task) as { description?: unknown };
  return typeof description === "string" ? description : "";
}
