import type pg from "pg";

const DAYS = 90;
const DAY_MS = 86_400_000;
const ROLES = ["researcher", "analyst", "synthesizer", "critic", "supervisor"];
const AGENTS = 50;
const KEYS = 8;

/** A model of the bench: what it is called, and roughly what a million tokens cost. */
export interface BenchModel {
  provider: string;
  model: string;
}

/**
 * A fleet as one grows in a company: 50 agents, most of them at home in one of 20 configurations and in a few task types,
 * keys per project, 40 tags of which a project uses some; one task in ten is like none of that. With `independent` every
 * task draws everything anew, which no fleet does: the worst that can be added up.
 */
export async function makeFleet(client: pg.Client, models: readonly BenchModel[]): Promise<void> {
  await client.query("insert into fleet (name, kind, created_at) values ('bench', 'live', now())");
  await client.query(
    `insert into agent (id, fleet_name, name, role, concurrency_limit, created_at, updated_at)
     select 'agt_' || a, 'bench', 'agent_' || lpad(a::text, 3, '0'), ($1::text[])[1 + a % 5], 4, now(), now()
     from generate_series(0, ${AGENTS - 1}) a`,
    [ROLES],
  );
  for (const [n, { provider, model }] of models.entries()) {
    const settings = { provider, model, tier: "balanced", temperature: 0, maxTokens: 1000, timeoutMs: 60_000 };
    await client.query(
      `insert into configuration (id, provider, name, head_revision, preset, created_at) values ($1, $2, $3, 1, false, now())`,
      [`cfg_bench_${n}`, provider, `bench-${n}`],
    );
    await client.query(
      `insert into configuration_revision (configuration_id, revision, settings, author_name, note, created_at)
       values ($1, 1, $2, 'bench', '', now())`,
      [`cfg_bench_${n}`, settings],
    );
  }
  await client.query(`create table bench_configuration as
    select (row_number() over (order by c.id) - 1)::int nth, c.provider || '/' || c.name ref, c.provider, r.settings ->> 'model' model
    from configuration c join configuration_revision r on r.configuration_id = c.id where c.id like 'cfg_bench_%'`);
  await client.query(ID_FUNCTION);
}

/** The ids of `lib/core/ids.ts`: ten characters of time, sixteen that differ. Inlined by PostgreSQL, so that it is fast. */
const ID_FUNCTION = `create function bench_id(prefix text, ms bigint, n bigint) returns text language sql immutable as $$
  select prefix || '_' || ${Array.from({ length: 10 }, (_, i) => timeCharacter(9 - i)).join(" || ")} || lpad(n::text, 16, '0') $$`;

function timeCharacter(place: number): string {
  return `substr('0123456789abcdefghjkmnpqrstvwxyz', ((ms >> ${5 * place}) & 31)::int + 1, 1)`;
}

/** @param from, to numbers of tasks, so that a second part adds to the first */
export async function makeTasks(
  client: pg.Client,
  { from, to, untilMs, independent }: { from: number; to: number; untilMs: number; independent: boolean },
): Promise<void> {
  const startMs = untilMs - DAYS * DAY_MS;
  const indexes = await dropIndexes(client);
  for (let day = 0; day < DAYS; day++) {
    const [first, last] = [day, day + 1].map((d) => from + Math.floor(((to - from) * d) / DAYS));
    await client.query(dayOfTasks(startMs + day * DAY_MS, first ?? 0, last ?? 0, independent));
  }
  for (const definition of indexes) await client.query(definition);
  await client.query("alter table outcome enable trigger user");
  await client.query("analyze decision, outcome, model_call");
}

/** Rows come in by the million: their indexes are made after them, and the product's back-fill adds them up. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  await client.query("alter table outcome drop constraint if exists outcome_decision_id_fkey");
  await client.query("alter table outcome disable trigger user");
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.relname name, pg_get_indexdef(i.oid) definition from pg_index x join pg_class i on i.oid = x.indexrelid
     join pg_class t on t.oid = x.indrelid where t.relname in ('decision', 'outcome', 'model_call') and not x.indisprimary`,
  );
  for (const { name } of rows) await client.query(`drop index "${name}"`);
  return rows.map(({ definition }) => definition);
}

function dayOfTasks(dayMs: number, first: number, last: number, independent: boolean): string {
  const odd = independent ? "true" : "odd < 0.1";
  const configurations = 20;
  return `
    with drawn as materialized (
      select n, ${dayMs} + (86399999 * (random() + random()) / 2)::bigint ms, floor(${AGENTS} * random() ^ 1.5)::int a,
        random() odd, random() u, random() v, random() w, random() x
      from generate_series(${first}, ${last - 1}) n
    ), task as materialized (
      select d.*, bench_id('dec', ms, d.n) id, to_timestamp(ms / 1000.0) at, c.*,
        case when ${odd} then floor(u * ${KEYS}) else a % ${KEYS} end::int k,
        case when ${odd} then floor(v * 12) else (a + floor(v * 3)::int) % 12 end::int t,
        case when w < 0.3 then '[]' else '["tag_' || project || '"' ||
          case when w > 0.8 then ',"team_' || a % 8 || '"' else '' end || ']' end tags,
        500 + (4000 * x * x)::int read, 50 + (900 * u * v)::int wrote, w < 0.6 called
      from drawn d
      cross join lateral (
        select case when ${odd} then floor(v * 32) else (a % ${KEYS}) * 4 + floor(u * 4) end::int project) p
      join bench_configuration c on c.nth = case when ${odd} then floor(w * ${configurations})
        when x < 0.85 then a % ${configurations} else (a + 1 + floor(x * 100)::int % 2) % ${configurations} end
    ), decided as (
      insert into decision (id, at, fleet_name, actor_kind, actor_id, request_id, task_type, task, verdict, agent_id, agent_name,
        configuration, config_revision, reason, candidates, detail, propensity)
      select id, at, 'bench', 'key', 'key_' || k, 'req', 'type_' || t, '{}', 'assigned', 'agt_' || a,
        'agent_' || lpad(a::text, 3, '0'), ref, 1, 'bench', '[]',
        '{"answer":{},"budgetTags":' || tags || ',"provenance":{}}', 1 from task order by id
    ), ended as (
      insert into outcome (decision_id, at, success, judged_at, duration_ms, input_tokens, output_tokens, cost_nano_usd, body_hash, late)
      select id, at + interval '20 s', case when u < 0.5 then v < 0.9 end, case when u < 0.5 then at + interval '1 min' end,
        8000, read, wrote, case when odd > 0.02 then read * 3000::bigint + wrote * 15000 end, 'bench', false from task order by id
    )
    insert into model_call (id, at, decision_id, fleet_name, actor_kind, actor_id, request_id, target, configuration, config_revision,
      provider, requested_model, streamed, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens,
      output_tokens, reasoning_tokens, usage_estimated, cost_nano_usd, total_ms, attempts, attempt_log)
    select bench_id('cal', ms, n), at, id, 'bench', 'key', 'key_' || k, 'req', 'auto', ref, 1, provider, model, false,
      read - read / 2, read / 2, 0, 0, wrote, wrote / 3, false,
      case when odd > 0.02 then read * 3000::bigint + wrote * 15000 end, 8000, 1, '[]'
    from task where called order by id`;
}
