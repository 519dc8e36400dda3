import { idFloor } from "#lib/core/ids.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";

/**
 * What each ended task came to, from the rows themselves: one row a task, with the columns of `usage_cell` and of the
 * measures. The configuration is the one that answered, which after a fallback is not the one asked for. Tokens of a
 * call are known by class; what an agent reported is not.
 */
export function usageRows(fromMs: number, toMs: number): Prisma.Sql {
  return Prisma.sql`
    select date_trunc('hour', d.at) hour_at, d.fleet_name, d.agent_id, d.agent_name, d.actor_id, d.task_type,
      coalesce(c.configuration, d.configuration) configuration,
      coalesce(c.provider, split_part(d.configuration, '/', 1)) provider,
      coalesce(c.requested_model, r.settings ->> 'model') model,
      case when d.detail like '%"budgetTags":["%'
        then array(select distinct t collate "C" from jsonb_array_elements_text(d.detail::jsonb -> 'budgetTags') t order by 1)
        else '{}' end tags,
      1 tasks, (c.id is not null)::int calls, (o.success is not null)::int judged, (o.success is true)::int succeeded,
      o.cost_nano_usd, (o.cost_nano_usd is null)::int unpriced,
      case when o.cost_nano_usd is null then coalesce(o.input_tokens, 0)::bigint + coalesce(o.output_tokens, 0) else 0 end
        unpriced_tokens,
      (c.input_tokens is null and (o.input_tokens is null or o.output_tokens is null))::int unmeasured,
      coalesce(c.input_tokens, 0) input_tokens, coalesce(c.cache_read_tokens, 0) cache_read_tokens,
      coalesce(c.cache_write_5m_tokens, 0) cache_write_5m_tokens, coalesce(c.cache_write_1h_tokens, 0) cache_write_1h_tokens,
      case when c.input_tokens is not null then coalesce(c.output_tokens, 0)
        when o.input_tokens is not null then coalesce(o.output_tokens, 0) else 0 end output_tokens,
      case when c.input_tokens is null and o.output_tokens is not null then coalesce(o.input_tokens, 0) else 0 end
        reported_input_tokens,
      coalesce(c.reasoning_tokens, 0) reasoning_tokens
    from decision d
    join outcome o on o.decision_id = d.id
    left join model_call c on c.decision_id = d.id
    left join configuration g on g.provider = split_part(d.configuration, '/', 1)
      and g.name = substr(d.configuration, length(split_part(d.configuration, '/', 1)) + 2)
    left join configuration_revision r on r.configuration_id = g.id and r.revision = d.config_revision
    where d.verdict <> 'nobody_fits' and d.id >= ${idFloor("dec", fromMs)} and d.id < ${idFloor("dec", toMs)}`;
}
