import { idFloor } from "#lib/core/ids.ts";
import { pool } from "./client.ts";
import { eachRow } from "./observation.ts";

/** Whose decisions are read, and of when; empty lists: all. */
export interface HandOverScope {
  fleetName: string;
  types: readonly string[];
  agents: readonly string[];
  fromMs: number;
  /** Decisions and outcomes of then or later do not count. */
  untilMs: number;
}

/** A judged task of one agent: what was expected of it when it was placed, and how it ended. Unknown is null. */
export interface HandOverOutcome {
  atMs: number;
  agent: string;
  /** Whose decision it follows; null: nobody's, or its own. */
  partner: string | null;
  predictedSuccess: number;
  success: boolean;
  expectedNanoUsd: number | null;
  costNanoUsd: number | null;
  expectedMs: number | null;
  durationMs: number | null;
}

/** The latest count; further back the agents were others. */
const MOST_OUTCOMES = 300_000;

type Row = [
  ...[at: number, agent: string, partner: string | null, predicted: number, success: boolean],
  ...[expectedCost: number | null, cost: number | null, expectedMs: number | null, ms: number | null],
];

/**
 * Reads what a predictor expected of tasks and how they ended, oldest first, through a cursor. What decides the order is
 * what happened, never an id: the same events are read in the same order. Tasks that were placed without a predictor are
 * left out, since a policy's prior is nobody's own record.
 */
export async function readHandOverOutcomes(
  scope: HandOverScope,
  onOutcome: (outcome: HandOverOutcome) => void,
): Promise<void> {
  const { fleetName, types, agents, fromMs, untilMs } = scope;
  const client = await pool().connect();
  try {
    await client.query("begin isolation level repeatable read read only");
    // Helpers of PostgreSQL would take the processors that tasks are routed on.
    await client.query("set local max_parallel_workers_per_gather = 0");
    await eachRow<Row>(client, {
      text: OUTCOMES,
      values: [fleetName, idFloor("dec", fromMs), idFloor("dec", untilMs), types, agents, untilMs],
      onRow: ([
        atMs,
        agent,
        partner,
        predictedSuccess,
        success,
        expectedNanoUsd,
        costNanoUsd,
        expectedMs,
        durationMs,
      ]) =>
        onOutcome({
          ...{ atMs, agent, partner: partner === agent ? null : partner, predictedSuccess, success },
          ...{ expectedNanoUsd, costNanoUsd, expectedMs, durationMs },
        }),
      onFetch: () => undefined,
    });
    await client.query("commit");
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/**
 * $1 fleet, $2 and $3 decision ids, $4 types, $5 agents, $6 milliseconds. The answer as given says what duration was expected.
 * Expected is what the predictor said before recent outcomes corrected it: these come in any order, and the correction takes
 * in what working after one partner does.
 */
const OUTCOMES = `
  select extract(epoch from d.at)::float8 * 1000, d.agent_name, p.agent_name, coalesce(d.base_success, d.predicted_success), o.success,
    d.estimate_nano_usd::float8, o.cost_nano_usd::float8,
    (d.detail::json #>> '{answer,estimate,duration_ms,p50}')::float8, o.duration_ms
  from (
    select id, at, task_type, agent_name, predicted_success, base_success, estimate_nano_usd, detail, parent_decision_id
    from decision
    where fleet_name = $1 and id >= $2 and id < $3 and verdict = 'assigned'
      and agent_name is not null and predicted_success is not null and predictor_version is not null
      and (cardinality($4::text[]) = 0 or task_type = any($4)) and (cardinality($5::text[]) = 0 or agent_name = any($5))
    order by id desc limit ${MOST_OUTCOMES}
  ) d
  join outcome o on o.decision_id = d.id and o.success is not null and o.at < to_timestamp($6::float8 / 1000.0)
  left join decision p on p.id = d.parent_decision_id and p.fleet_name = $1
  order by d.at, d.agent_name collate "C", d.task_type collate "C", p.agent_name collate "C", 4,
    o.success, o.duration_ms, o.cost_nano_usd, d.estimate_nano_usd`;
