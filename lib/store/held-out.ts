import { pool } from "./client.ts";
import type { TaskObservation } from "./observation-table.ts";

const BULK = { query_timeout: 60_000 };

interface HeldOutRow {
  task_key: string;
  agent_name: string;
  task_type: string;
  source: string | null;
  text: string | null;
  score: number;
  at_ms: number | null;
  cost: number | null;
  latency_ms: number | null;
}

/** Test tasks of the fleet's imported data sets with every agent's outcome; the same tasks each time. */
export async function readTestSplit(fleetName: string, maxTasks: number): Promise<TaskObservation[]> {
  const { rows } = await pool().query<HeldOutRow>({
    ...BULK,
    text: `with tasks as (
        select t.id, t.type, t.text, t.source from history_task t join history_import i on i.id = t.import_id
        where i.fleet_name = $1 and t.split = 'test' order by md5(t.item_id), t.id limit $2)
      select 'h' || t.id as task_key, a.name as agent_name, t.type as task_type, t.source, t.text, o.score,
        null::float8 as at_ms, o.cost_nano_usd::float8 as cost, o.latency_ms
      from tasks t join history_outcome o on o.task_id = t.id join agent a on a.id = o.agent_id
      order by t.id, a.name collate "C"`,
    values: [fleetName, maxTasks],
  });
  return rows.map(toObservation);
}

/** Outcomes judged after a time, the newest of them; each task has one agent's. */
export async function readOutcomesAfter(fleetName: string, afterMs: number, max: number): Promise<TaskObservation[]> {
  const { rows } = await pool().query<HeldOutRow>({
    ...BULK,
    text: `select 'd' || d.id as task_key, d.agent_name, d.task_type, null as source,
        coalesce(ct.task_text, d.task::jsonb->>'description') as text, o.success::int::float8 as score,
        extract(epoch from o.judged_at)::float8 * 1000 as at_ms, o.cost_nano_usd::float8 as cost, o.duration_ms as latency_ms
      from outcome o join decision d on d.id = o.decision_id left join call_text ct on ct.decision_id = d.id
      where d.fleet_name = $1 and o.judged_at > to_timestamp($2::float8 / 1000.0) and d.agent_name is not null
      order by o.judged_at desc, d.id limit $3`,
    values: [fleetName, afterMs, max],
  });
  return rows.map(toObservation);
}

/** Whether either of the two has anything to give; costs the same however long the history is. */
export async function hasHeldOut(fleetName: string, afterMs: number): Promise<boolean> {
  const { rows } = await pool().query<{ any: boolean }>(
    `select exists (select 1 from history_task t join history_import i on i.id = t.import_id
        where i.fleet_name = $1 and t.split = 'test')
      or exists (select 1 from outcome o join decision d on d.id = o.decision_id
        where d.fleet_name = $1 and o.judged_at > to_timestamp($2::float8 / 1000.0) and d.agent_name is not null) as any`,
    [fleetName, afterMs],
  );
  return rows[0]?.any === true;
}

function toObservation(row: HeldOutRow): TaskObservation {
  return {
    taskKey: row.task_key,
    split: row.at_ms === null ? "test" : null,
    agentName: row.agent_name,
    taskType: row.task_type,
    source: row.source,
    text: row.text ?? "",
    score: row.score,
    atMs: row.at_ms === null ? null : Math.round(row.at_ms),
    costNanoUsd: row.cost,
    latencyMs: row.latency_ms,
    inputTokens: null,
    outputTokens: null,
  };
}
