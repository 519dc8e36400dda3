import { idFloor } from "#lib/core/ids.ts";
import { pool } from "./client.ts";
import type { DecisionDetail } from "./decision.ts";

/** A stored decision with all that another version needs to make it again. */
export interface WindowDecision {
  id: string;
  atMs: number;
  taskType: string;
  task: unknown;
  agentName: string | null;
  candidates: string;
  propensity: number;
  provenance: DecisionDetail["provenance"];
  outcome: { success: boolean; costNanoUsd: number | null; durationMs: number | null } | null;
}

export interface DecisionWindow {
  fleetName: string;
  fromMs: number;
  toMs: number;
}

/** A page must fit in memory: with a thousand agents one decision is a hundred kilobytes. */
const PAGE_ROWS = 200;
const BULK = { query_timeout: 60_000 };

interface Row {
  id: string;
  at_ms: number;
  task_type: string;
  task: string;
  task_text: string | null;
  agent_name: string | null;
  candidates: string;
  detail: string;
  propensity: number;
  success: boolean | null;
  cost: number | null;
  duration_ms: number | null;
}

/** How many decisions the window holds, counted up to `limit`. */
export async function countWindow({ fleetName, fromMs, toMs }: DecisionWindow, limit: number): Promise<number> {
  const { rows } = await pool().query<{ n: number }>({
    ...BULK,
    text: `select count(*)::int n from (
      select 1 from decision where fleet_name = $1 and id >= $2 and id < $3 and verdict <> 'direct' limit $4) w`,
    values: [fleetName, idFloor("dec", fromMs), idFloor("dec", toMs), limit],
  });
  return rows[0]?.n ?? 0;
}

/** The newest `limit` decisions of a fleet in a window, newest first, page by page. */
export async function* readWindow(
  { fleetName, fromMs, toMs }: DecisionWindow,
  limit: number,
): AsyncGenerator<WindowDecision[]> {
  let before = idFloor("dec", toMs);
  for (let left = limit; left > 0; ) {
    const { rows } = await pool().query<Row>({
      ...BULK,
      text: `select ${COLUMNS} from ${DECISIONS}
        where d.fleet_name = $1 and d.id >= $2 and d.id < $3 and d.verdict <> 'direct' order by d.id desc limit $4`,
      values: [fleetName, idFloor("dec", fromMs), before, Math.min(left, PAGE_ROWS)],
    });
    const last = rows.at(-1);
    if (!last) return;
    before = last.id;
    left -= rows.length;
    yield rows.map(toDecision);
  }
}

/** Decisions of a fleet after one and before another id, oldest first, at most `limit`. */
export async function readDecisionsAfter(
  fleetName: string,
  afterId: string,
  beforeId: string,
  limit: number,
): Promise<WindowDecision[]> {
  const { rows } = await pool().query<Row>({
    ...BULK,
    text: `select ${COLUMNS} from ${DECISIONS}
      where d.fleet_name = $1 and d.id > $2 and d.id < $3 and d.verdict <> 'direct' order by d.id limit $4`,
    values: [fleetName, afterId, beforeId, limit],
  });
  return rows.map(toDecision);
}

/** Decisions by their ids, in no order; those that do not exist are left out. */
export async function readWindowDecisions(ids: readonly string[]): Promise<WindowDecision[]> {
  const { rows } = await pool().query<Row>({
    ...BULK,
    text: `select ${COLUMNS} from ${DECISIONS} where d.id = any($1::text[])`,
    values: [ids],
  });
  return rows.map(toDecision);
}

/** The text of a routed call is no part of its decision; it is there for as long as it is stored. */
const DECISIONS = `decision d left join outcome o on o.decision_id = d.id left join call_text ct on ct.decision_id = d.id`;

const COLUMNS = `d.id, extract(epoch from d.at)::float8 * 1000 at_ms, d.task_type, d.task, ct.task_text, d.agent_name, d.candidates,
  d.detail, d.propensity, o.success, o.cost_nano_usd::float8 cost, o.duration_ms`;

function toDecision(row: Row): WindowDecision {
  return {
    id: row.id,
    atMs: Math.round(row.at_ms),
    taskType: row.task_type,
    task: { ...JSON.parse(row.task), ...(row.task_text !== null && { description: row.task_text }) },
    agentName: row.agent_name,
    candidates: row.candidates,
    propensity: row.propensity,
    provenance: (JSON.parse(row.detail) as DecisionDetail).provenance,
    outcome: row.success === null ? null : { success: row.success, costNanoUsd: row.cost, durationMs: row.duration_ms },
  };
}
