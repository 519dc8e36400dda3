import type { Provider } from "#lib/contracts/configuration.ts";
import type { Db } from "./client.ts";

interface DayRange {
  provider: Provider;
  /** Milliseconds since the epoch: the first is in it, the second is not. */
  fromMs: number;
  toMs: number;
}

/** Calls or reports that have day, model and price in common; sums over them. Unknown tokens count as none. */
export interface UsageGroup {
  /** UTC: "2026-11-25". */
  day: string;
  part: "first_hour" | "middle" | "last_hour";
  /** As it was called, and as the provider answered that it is. */
  requestedModel: string;
  servedModel: string;
  /** Nobody knows what they cost. */
  unpriced: boolean;
  /** Counted from what a broken stream delivered. */
  estimated: boolean;
  /** The price of long requests holds for them. */
  long: boolean;
  calls: number;
  /** Of these, the calls whose tokens nobody knows. */
  unknownTokens: number;
  input: bigint;
  cacheRead: bigint;
  cacheWrite5m: bigint;
  cacheWrite1h: bigint;
  output: bigint;
  costNanoUsd: bigint;
}

const readMs = (day: string) => Date.parse(`${day}T00:00:00Z`);

/**
 * What went through Signalbox to a provider, by UTC day and model. Reads the calls of the range and nothing else.
 * @param longAbove tokens above which a model's request has the price of long ones, by the model as it is called.
 */
export async function callsByDay(
  db: Db,
  { provider, fromMs, toMs }: DayRange,
  longAbove: Readonly<Record<string, number>>,
): Promise<UsageGroup[]> {
  const rows = await db.$queryRaw<Row[]>`
    select floor(extract(epoch from at) / 86400)::int as day,
      case extract(hour from at at time zone 'UTC') when 0 then 'first_hour' when 23 then 'last_hour' else 'middle' end as part,
      requested_model as "requestedModel", coalesce(served_model, requested_model) as "servedModel",
      cost_nano_usd is null as unpriced, usage_estimated as estimated,
      coalesce(coalesce(input_tokens, 0)::bigint + coalesce(cache_read_tokens, 0) + coalesce(cache_write_5m_tokens, 0)
        + coalesce(cache_write_1h_tokens, 0) > (${JSON.stringify(longAbove)}::jsonb ->> requested_model)::bigint, false) as long,
      count(*)::int as calls,
      count(*) filter (where input_tokens is null and cost_nano_usd is null)::int as "unknownTokens",
      coalesce(sum(input_tokens), 0)::bigint as input, coalesce(sum(cache_read_tokens), 0)::bigint as "cacheRead",
      coalesce(sum(cache_write_5m_tokens), 0)::bigint as "cacheWrite5m",
      coalesce(sum(cache_write_1h_tokens), 0)::bigint as "cacheWrite1h",
      coalesce(sum(output_tokens), 0)::bigint as output, coalesce(sum(cost_nano_usd), 0)::bigint as "costNanoUsd"
    from model_call
    where at >= ${new Date(fromMs)} and at < ${new Date(toMs)} and provider = ${provider}
    group by 1, 2, 3, 4, 5, 6, 7`;
  return rows.map(toGroup);
}

/**
 * What agents reported of calls of their own under configurations of a provider, by UTC day and model: outcomes of
 * decisions that no call went through Signalbox for. They know what was read as one number.
 */
export async function reportsByDay(db: Db, { provider, fromMs, toMs }: DayRange): Promise<UsageGroup[]> {
  const rows = await db.$queryRaw<Row[]>`
    select floor(extract(epoch from o.at) / 86400)::int as day,
      case extract(hour from o.at at time zone 'UTC') when 0 then 'first_hour' when 23 then 'last_hour' else 'middle' end as part,
      coalesce(r.settings ->> 'model', d.configuration) as "requestedModel",
      coalesce(r.settings ->> 'model', d.configuration) as "servedModel",
      o.cost_nano_usd is null as unpriced, false as estimated, false as long,
      count(*)::int as calls,
      count(*) filter (where o.input_tokens is null and o.output_tokens is null)::int as "unknownTokens",
      coalesce(sum(o.input_tokens), 0)::bigint as input, 0::bigint as "cacheRead", 0::bigint as "cacheWrite5m",
      0::bigint as "cacheWrite1h", coalesce(sum(o.output_tokens), 0)::bigint as output,
      coalesce(sum(o.cost_nano_usd), 0)::bigint as "costNanoUsd"
    from outcome o
    join decision d on d.id = o.decision_id
    left join configuration c on c.provider = ${provider} and c.name = substr(d.configuration, length(${provider}) + 2)
    left join configuration_revision r on r.configuration_id = c.id and r.revision = coalesce(d.config_revision, c.head_revision)
    where o.at >= ${new Date(fromMs)} and o.at < ${new Date(toMs)}
      and split_part(d.configuration, '/', 1) = ${provider}
      and (o.input_tokens is not null or o.output_tokens is not null or o.cost_nano_usd > 0)
      and not exists (select from model_call m where m.decision_id = o.decision_id)
    group by 1, 2, 3, 4, 5`;
  return rows.map(toGroup);
}

/** PostgreSQL counts days since the epoch: a date would come back in a zone. */
type Row = Omit<UsageGroup, "day"> & { day: number };

const toGroup = ({ day, ...group }: Row): UsageGroup => ({
  ...group,
  day: new Date(day * 86_400_000).toISOString().slice(0, 10),
});

export const dayRange = (provider: Provider, from: string, to: string): DayRange => ({
  provider,
  fromMs: readMs(from),
  toMs: readMs(to) + 86_400_000,
});
