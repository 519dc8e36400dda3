import { idFloor } from "#lib/core/ids.ts";
import { pool } from "./client.ts";

/** A task that an agent took, as it was asked for. */
export interface PastTaskRow {
  id: string;
  agentName: string;
  taskType: string;
  task: unknown;
  ownerId: string;
  budgetTags: string[];
  handedOverFrom: string | null;
  /** Tasks of the same agent and type among those that were looked at. */
  alike: number;
}

interface PastTaskQuestion {
  fleetName: string;
  /** Null: of all agents. */
  agentIds: readonly string[] | null;
  fromMs: number;
  toMs: number;
  /** At most so many are looked at, the newest. */
  newest: number;
  /** Taken of each agent and type, and of all together: those of rare types before more of frequent ones. */
  perKind: number;
  limit: number;
  seed: number;
}

interface Row {
  id: string;
  agent_name: string;
  task_type: string;
  task: string;
  task_text: string | null;
  actor_id: string;
  detail: string;
  handed_over_from: string | null;
  alike: number;
  looked_at: number;
  oldest_ms: number;
}

interface PastTaskSample {
  lookedAt: number;
  /** When the oldest of those was decided; null: there is none. */
  oldestAtMs: number | null;
  rows: PastTaskRow[];
}

const BULK = { query_timeout: 30_000 };

/**
 * A sample of the tasks that agents of a fleet took: the same seed takes the same tasks, so many of each agent and type.
 * A task whose text was forgotten comes without it.
 */
export async function samplePastTasks(question: PastTaskQuestion): Promise<PastTaskSample> {
  const { fleetName, agentIds, fromMs, toMs, newest, perKind, limit, seed } = question;
  const whose = agentIds === null ? "d.agent_id is not null" : "d.agent_id = any($8::text[])";
  const { rows } = await pool().query<Row>({
    ...BULK,
    text: `
      with recent as (
        select d.id, d.at, d.task_type, d.agent_id from decision d
        where d.fleet_name = $1 and d.id >= $2 and d.id < $3 and d.verdict = 'assigned' and ${whose}
        order by d.id desc limit $4),
      ranked as (
        select id, count(*) over kind alike, count(*) over () looked_at, min(at) over () oldest_at,
          row_number() over (partition by agent_id, task_type order by md5(id || $5)) place
        from recent window kind as (partition by agent_id, task_type))
      select d.id, d.agent_name, d.task_type, d.task, ct.task_text, d.actor_id,
        d.detail, p.agent_name handed_over_from, r.alike::int, r.looked_at::int,
        extract(epoch from r.oldest_at)::float8 * 1000 oldest_ms
      from ranked r join decision d on d.id = r.id
        left join call_text ct on ct.decision_id = d.id
        left join decision p on p.id = d.parent_decision_id
      where r.place <= $6 order by r.place, md5(d.id || $5) limit $7`,
    values: [
      ...[fleetName, idFloor("dec", fromMs), idFloor("dec", toMs), newest, String(seed), perKind, limit],
      ...(agentIds === null ? [] : [agentIds]),
    ],
  });
  const [first] = rows;
  return {
    lookedAt: first?.looked_at ?? 0,
    oldestAtMs: first ? Math.round(first.oldest_ms) : null,
    rows: rows.map(toTask),
  };
}

function toTask(row: Row): PastTaskRow {
  const { budgetTags } = JSON.parse(row.detail) as { budgetTags?: string[] };
  return {
    id: row.id,
    agentName: row.agent_name,
    taskType: row.task_type,
    task: { ...JSON.parse(row.task), ...(row.task_text !== null && { description: row.task_text }) },
    ownerId: row.actor_id,
    budgetTags: budgetTags ?? [],
    handedOverFrom: row.handed_over_from,
    alike: row.alike,
  };
}
