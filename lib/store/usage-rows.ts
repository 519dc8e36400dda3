/** Columns that say what a task was; those of `usage_cell`. */
export const CELL_COLUMNS = [
  "fleet_name",
  "agent_id",
  "agent_name",
  "configuration",
  "provider",
  "model",
  "actor_id",
  "task_type",
  "tags",
] as const;

/**
 * The decision `d`, its outcome `o`, its call `c` (at most one; none of what agents report), its revision `r`.
 * @param within a condition on an id that holds for all three: the planner does not carry a range over by itself
 */
const joins = (within: (id: string) => string) => `join outcome o on o.decision_id = d.id and ${within("o.decision_id")}
  left join model_call c on c.decision_id = d.id and ${within("c.decision_id")}
  left join configuration g on g.provider = split_part(d.configuration, '/', 1)
    and g.name = substr(d.configuration, length(split_part(d.configuration, '/', 1)) + 2)
  left join configuration_revision r on r.configuration_id = g.id and r.revision = d.config_revision`;

/** As far as it is known: the success of its outcome, and of its call either all or nothing. */
interface Known {
  success: string;
  called: string | null;
  /** 1, or -1 for what is to be taken away. */
  sign: string;
}

/**
 * What an ended task comes to. The configuration is the one that answered, which after a fallback is not the one asked
 * for. Tokens of a call are known by class; what an agent reported is not.
 */
function columns({ success, called, sign }: Known): string {
  const call = (name: string) => (called === null ? `c.${name}` : `case when ${called} then c.${name} end`);
  const fromCall = `${call("input_tokens")} is not null`;
  const measures = {
    tasks: "1",
    calls: `(${call("id")} is not null)::int`,
    judged: `(${success} is not null)::int`,
    succeeded: `(${success} is true)::int`,
    cost_nano_usd: "coalesce(o.cost_nano_usd, 0)",
    unpriced: "(o.cost_nano_usd is null)::int",
    unpriced_tokens: `case when o.cost_nano_usd is null
      then coalesce(o.input_tokens, 0)::bigint + coalesce(o.output_tokens, 0) else 0 end`,
    unmeasured: `(not ${fromCall} and (o.input_tokens is null or o.output_tokens is null))::int`,
    input_tokens: `coalesce(${call("input_tokens")}, 0)`,
    cache_read_tokens: `coalesce(${call("cache_read_tokens")}, 0)`,
    cache_write_5m_tokens: `coalesce(${call("cache_write_5m_tokens")}, 0)`,
    cache_write_1h_tokens: `coalesce(${call("cache_write_1h_tokens")}, 0)`,
    output_tokens: `case when ${fromCall} then coalesce(c.output_tokens, 0)
      when o.input_tokens is not null then coalesce(o.output_tokens, 0) else 0 end`,
    reported_input_tokens: `case when not ${fromCall} and o.output_tokens is not null
      then coalesce(o.input_tokens, 0) else 0 end`,
    reasoning_tokens: `coalesce(${call("reasoning_tokens")}, 0)`,
  };
  return `date_trunc('hour', d.at, 'UTC') hour_at, d.fleet_name, d.agent_id, d.agent_name,
    coalesce(${call("configuration")}, d.configuration) configuration,
    coalesce(${call("provider")}, nullif(split_part(d.configuration, '/', 1), '')) provider,
    coalesce(${call("requested_model")}, r.settings ->> 'model') model,
    d.actor_id, d.task_type,
    case when d.detail like '%"budgetTags":["%' then array(
        select distinct t collate "C" from jsonb_array_elements_text(d.detail::jsonb -> 'budgetTags') t order by 1)
      else '{}' end tags,
    ${Object.entries(measures).map(([name, value]) => `${sign}(${value})::bigint ${name}`)}`;
}

/** A row a task that has ended, of the decisions between two ids. @param from, to parameters or texts of SQL */
export function usageRows(from: string, to: string): string {
  const within = (id: string) => `${id} >= ${from} and ${id} < ${to}`;
  return `select ${columns({ success: "o.success", called: null, sign: "" })}
    from decision d ${joins(within)} where ${within("d.id")}`;
}

/**
 * What events change: a row for what each of their tasks comes to now, and before one for what it came to without them,
 * to be taken away.
 * @param events a select of usage_event's kind and decision_ids
 */
export const usageChanges = (events: string) => `
  select ${columns({ success: "v.success", called: "v.called", sign: "v.sign * " })}
  from (
    select x.id, bool_or(e.kind = 'ended') ended, bool_or(e.kind = 'judged') judged, bool_or(e.kind = 'called') called
    from (${events}) e cross join lateral unnest(e.decision_ids) x(id) group by x.id
  ) e
  join decision d on d.id = e.id ${joins(() => "true")}
  cross join lateral (
    select 1 sign, o.success, true called
    union all
    select -1, case when not e.judged then o.success end, not e.called where not e.ended
  ) v
  where d.at >= coalesce((select complete_from from usage_rollup), '-infinity')`;
