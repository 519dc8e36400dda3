import { db } from "#lib/store/client.ts";

export interface JudgedHistory {
  fleetName: string;
  agent: { id: string; name: string };
  fromMs: number;
  toMs: number;
  perHour: number;
  /** Share that succeeds, 0-1; spread evenly, with no luck at all. */
  success: number;
  foretold?: number;
  version?: number | null;
  type?: string;
}

/** Routed and judged tasks of a span, straight into the tables: a month of them through the services would take minutes. */
export async function insertJudged(history: JudgedHistory): Promise<void> {
  const {
    fleetName,
    agent,
    fromMs,
    toMs,
    perHour,
    success,
    foretold = 0.8,
    version = null,
    type = "research",
  } = history;
  const stepMs = 3_600_000 / perHour;
  const count = Math.floor((toMs - fromMs) / stepMs);
  await db().$executeRaw`
    with made as (
      select i, to_timestamp((${fromMs}::float8 + i * ${stepMs}::float8) / 1000) as at,
        ${`dec_${fleetName}_${type}_${fromMs}_`} || lpad(i::text, 8, '0') as id
      from generate_series(0, ${count - 1}::int) i
    ), decided as (
      insert into decision (id, at, fleet_name, actor_kind, actor_id, request_id, task_type, task, verdict, agent_id,
        agent_name, configuration, config_revision, reason, candidates, detail, propensity, predictor_version,
        predicted_success, base_success)
      select id, at, ${fleetName}, 'system', 'test', 'req_test', ${type}, '{"type":"x"}', 'assigned', ${agent.id},
        ${agent.name}, null, null, '', '[]', '{}', 1, ${version}::int, ${foretold}::float8, ${foretold}::float8
      from made
    )
    insert into outcome (decision_id, at, success, judged_at, duration_ms, body_hash, late)
    select id, at, (i * 7919 % 1000) < ${Math.round(success * 1000)}::int, at, 1000 + (i * 104729 % 1000), '', false from made`;
}
