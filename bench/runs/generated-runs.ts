import type pg from "pg";

const DAYS = 90;
const AGENTS = 50;
/** So many are written at a time, as large imports are. */
const RUNS_A_STATEMENT = 2_000;
export const MEAN_TURNS = 8;

/**
 * Runs of 2 to 14 turns over 90 days: teams of three that take turns. Of twenty one goes round in a loop of the same sizes, one
 * is a long exchange of two, and one hands over to agents that never speak. One in five has failed,
 * one in ten nobody has judged. Agent 49 works in one run of two thousand.
 */
export async function makeRuns(client: pg.Client, runs: number, untilMs: number): Promise<void> {
  await client.query("insert into fleet (name, kind, created_at) values ('bench', 'live', now())");
  for (let first = 0; first < runs; first += RUNS_A_STATEMENT) {
    const last = Math.min(runs, first + RUNS_A_STATEMENT) - 1;
    await client.query(`with run as materialized (
        select r, 'run-' || r id, r % 20 shape, 2 + (r * 7919) % 13 turns, r * 31 % ${AGENTS - 1} a,
          to_timestamp((${untilMs - DAYS * 86_400_000}::bigint + (r::bigint * ${Math.floor((DAYS * 86_400_000) / runs)})) / 1000.0) at
        from generate_series(${first}, ${last}) r
      ), spoken as (
        insert into interaction (fleet_name, id, at, run_id, step, from_agent, to_agent, kind, task_type, chars, duration_ms, source)
        select 'bench', id || '/' || t, at + t * interval '4 s', id, t, agent(who), case when shape < 3 or t < turns - 1 then agent(whom) end, 'message', 'type_' || r % 12,
          case when shape = 0 then 100 + 50 * (t % 2) else 100 + (r * 31 + t * 977) % 5000 end, 900, 'api'
        from run cross join lateral generate_series(0, case when shape < 2 then greatest(turns, 8) else turns end - 1) t
        cross join lateral (select
          case when r % 2000 = 0 then ${AGENTS - 1} when shape < 2 then a + t % 2 else a + t % 3 end who,
          case when shape < 2 then a + (t + 1) % 2 when shape = 2 then a + 3 + t % 3 else a + (t + 1) % 3 end whom) w
      )
      insert into interaction_run (fleet_name, id, at, task_type, succeeded, source)
      select 'bench', id, at, 'type_' || r % 12, case when r % 10 = 3 then null else r % 5 <> 1 end, 'api' from run`);
  }
  await client.query("vacuum analyze interaction, interaction_run");
}

export const AGENT_FUNCTION = `create or replace function agent(n bigint) returns text language sql immutable as
  $$ select 'agent_' || lpad((n % ${AGENTS})::text, 3, '0') $$;
  create or replace function agent(n int) returns text language sql immutable as
  $$ select 'agent_' || lpad((n % ${AGENTS})::text, 3, '0') $$`;
