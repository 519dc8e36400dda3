import type { CostFilter } from "#lib/contracts/cost-explorer.ts";
import { NO_VALUE } from "#lib/contracts/cost-explorer.ts";
import { idFloor } from "#lib/core/ids.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";
import { USAGE_DIMS } from "./usage-dims.ts";
import { MEASURES, SUMMED, toMeasures, type UsageMeasures } from "./usage-measures.ts";
import { usageFoldedFrom } from "./usage-months.ts";
import { bucketOf, dearest, SUMMED_OF_SERIES, series } from "./usage-places.ts";
import { CELL_COLUMNS, usageRows } from "./usage-rows.ts";
import { PENDING, tagsApart, type UsageBucket, type UsageQuestion, usageSource } from "./usage-source.ts";

export interface UsageGroup {
  /** In the order of `by`; null is none, or unknown. */
  values: (string | null)[];
  /** Null without buckets. */
  bucketMs: number | null;
  provider: string | null;
  model: string | null;
  /** How many of `pricedAtMs` lie before it. */
  span: number;
  measures: UsageMeasures;
}

/** Of one of the values that most was spent on, in the order of its place from 1; the others share the place behind. */
export interface UsagePoint {
  values: (string | null)[];
  place: number;
  bucketMs: number;
  tasks: number;
  costNanoUsd: bigint;
  tokens: number;
}

/** From the sums kept, and what has happened since they were: all there is at this moment, without reading its rows. */
export async function readUsage(db: Db, question: UsageQuestion): Promise<UsageGroup[]> {
  return groupUsage(db, question, usageSource(question, await usageFoldedFrom(db)));
}

/** The same, of those values alone that most was spent on. */
export async function readDearestUsage(
  db: Db,
  question: UsageQuestion,
  most: number,
): Promise<{ groups: UsageGroup[]; left: { values: number; costNanoUsd: bigint } | null }> {
  const source = usageSource(question, await usageFoldedFrom(db));
  const text = Prisma.sql`${withGroups(groups(question, source))} ${dearest("grouped", question, most)}`;
  const rows = await db.$queryRaw<Record<string, unknown>[]>(text);
  const left = rows.find(({ place }) => Number(place) > most);
  return {
    groups: rows.filter((row) => row !== left).map((row) => toGroup(row, question)),
    left: left ? { values: Number(left.last) - most, costNanoUsd: toMeasures(left).costNanoUsd } : null,
  };
}

/** What was spent on the values that most was spent on, and on all others together, over time. */
export async function readUsageSeries(
  db: Db,
  question: UsageQuestion & { bucket: UsageBucket },
  top: number,
): Promise<UsagePoint[]> {
  const source = usageSource(question, await usageFoldedFrom(db));
  const { bucket } = question;
  // Days of UTC are kept as such: what has hours beside them becomes days after it is added up.
  const asKept = bucket.unit === "day" && bucket.timeZone === "UTC" ? { ...bucket, unit: "hour" as const } : bucket;
  const grouped = withGroups(groups({ ...question, bucket: asKept }, source, SUMMED_OF_SERIES));
  const text = Prisma.sql`${grouped} ${series("grouped", question, top)}`;
  const rows = await db.$queryRaw<Record<string, unknown>[]>(text);
  return rows.map(({ v0, place, bucket, ...sums }) => ({
    ...{ values: question.by.map(() => textOf(v0)), place: Number(place), bucketMs: Number(bucket) },
    ...{ tasks: Number(sums.tasks), tokens: Number(sums.tokens), costNanoUsd: BigInt(String(sums.cost)) },
  }));
}

/** From the rows themselves, however many there are: what the sums are checked and measured against. */
export function readUsageOfRows(db: Db, question: UsageQuestion): Promise<UsageGroup[]> {
  const rows = rowsBetween(question.fromMs, question.toMs);
  return groupUsage(db, question, question.by.includes("tag") ? tagsApart(rows) : rows);
}

const COLUMNS: Record<CostFilter, Prisma.Sql> = {
  agent: Prisma.sql`u.agent_name`,
  role: Prisma.sql`a.role`,
  configuration: Prisma.sql`u.configuration`,
  model: Prisma.sql`u.model`,
  provider: Prisma.sql`u.provider`,
  tag: Prisma.sql`u.tag`,
  key: Prisma.sql`u.actor_id`,
  task_type: Prisma.sql`u.task_type`,
  fleet: Prisma.sql`u.fleet_name`,
};

/** @param source a select of the columns of `usageRows`, in texts of our own making */
async function groupUsage(db: Db, question: UsageQuestion, source: string): Promise<UsageGroup[]> {
  const rows = await db.$queryRaw<Record<string, unknown>[]>(Prisma.sql`${IN_ONE_PROCESS} ${groups(question, source)}`);
  return rows.map((row) => toGroup(row, question));
}

/**
 * A view asks several questions at a time, and each would start processes that cost more than they save. PostgreSQL starts
 * none for a statement that names a function which is unsafe beside others, called or not.
 */
const IN_ONE_PROCESS = Prisma.sql`with never as (select set_config('max_parallel_workers_per_gather', '0', true))`;

/**
 * Groups that stand by themselves: what is made of them wants them in some order, for which PostgreSQL would sort all the
 * sums it reads, on disk, instead of adding them up as they come.
 */
const withGroups = (groups: Prisma.Sql) => Prisma.sql`${IN_ONE_PROCESS}, grouped as materialized (${groups})`;

function groups({ by, filters, bucket, pricedAtMs }: UsageQuestion, source: string, summed = SUMMED): Prisma.Sql {
  const keys = by.map((dimension, i) => Prisma.sql`${COLUMNS[dimension]} ${Prisma.raw(`v${i}`)}`);
  if (bucket) keys.push(Prisma.sql`${bucketOf("u.hour_at", bucket)} bucket`);
  if (pricedAtMs) {
    const cuts = Prisma.sql`${pricedAtMs.map((atMs) => new Date(atMs))}::timestamptz[]`;
    keys.push(Prisma.sql`u.provider`, Prisma.sql`u.model`, Prisma.sql`width_bucket(u.hour_at, ${cuts})::int span`);
  }
  const select = [...keys, Prisma.raw(summed)];
  return Prisma.sql`
    select ${Prisma.join(select)} from ${filtered(source, by, filters)}
    ${keys.length > 0 ? Prisma.sql`group by ${Prisma.raw(keys.map((_, i) => i + 1).join(", "))}` : Prisma.empty}
    having sum(u.tasks) > 0`;
}

function toGroup(row: Readonly<Record<string, unknown>>, { by, bucket }: UsageQuestion): UsageGroup {
  return {
    values: by.map((_, i) => textOf(row[`v${i}`])),
    bucketMs: bucket ? Number(row.bucket) : null,
    provider: textOf(row.provider),
    model: textOf(row.model),
    span: Number(row.span ?? 0),
    measures: toMeasures(row),
  };
}

function filtered(source: string, by: UsageQuestion["by"], filters: UsageQuestion["filters"]): Prisma.Sql {
  const named = new Set([...by, ...Object.keys(filters)]);
  const joins = [...(named.has("role") ? [Prisma.sql`left join agent a on a.id = u.agent_id`] : [])];
  const conditions = Object.entries(filters).flatMap(([name, values]) =>
    values ? [conditionOf(name as CostFilter, values, by.includes("tag"))] : [],
  );
  return Prisma.sql`(${Prisma.raw(source)}) u ${Prisma.join([Prisma.empty, ...joins], " ")}
    where ${Prisma.join([Prisma.sql`true`, ...conditions], " and ")}`;
}

/** What was spent in each hour of a range in which anything was, under filters. Of history that is in no sum yet, from its rows. */
export async function readSpendHours(
  db: Db,
  { fromMs, toMs, filters }: Pick<UsageQuestion, "fromMs" | "toMs" | "filters">,
  completeFromMs: number | null,
): Promise<{ startMs: number; tasks: number; costNanoUsd: bigint }[]> {
  const addedFromMs = Math.min(toMs, Math.max(fromMs, completeFromMs ?? fromMs));
  const bucket = { unit: "hour", timeZone: "UTC" } as const;
  const parts = [
    ...(fromMs < addedFromMs ? [rowsBetween(fromMs, addedFromMs)] : []),
    ...(addedFromMs < toMs
      ? [usageSource({ fromMs: addedFromMs, toMs, by: [], filters, bucket, pricedAtMs: null }, null)]
      : []),
  ];
  const source = parts.map((part) => `select ${SPENT_OF} from (${part}) p`).join(" union all ");
  const rows = await db.$queryRaw<{ ms: number; tasks: bigint; cost: bigint }[]>`
    ${IN_ONE_PROCESS}
    select (extract(epoch from u.hour_at) * 1000)::float8 ms, sum(u.tasks)::bigint tasks, sum(u.cost_nano_usd)::bigint cost
    from ${filtered(source, [], filters)} group by 1 having sum(u.tasks) > 0 order by 1`;
  return rows.map(({ ms, tasks, cost }) => ({ startMs: ms, tasks: Number(tasks), costNanoUsd: cost }));
}

const SPENT_OF = ["hour_at", ...CELL_COLUMNS, MEASURES.tasks, MEASURES.costNanoUsd].join(", ");

function rowsBetween(fromMs: number, toMs: number): string {
  return usageRows(`'${idFloor("dec", Math.max(0, fromMs))}'`, `'${idFloor("dec", toMs)}'`);
}

const textOf = (value: unknown) => (typeof value === "string" ? value : null);

function conditionOf(name: CostFilter, values: readonly string[], tagsApart: boolean): Prisma.Sql {
  const some = values.filter((value) => value !== NO_VALUE);
  const none = some.length < values.length;
  if (name === "tag" && !tagsApart) {
    return Prisma.sql`(u.tags && ${some}::text[] or (${none} and u.tags = '{}'))`;
  }
  return Prisma.sql`(${COLUMNS[name]} = any(${some}::text[]) or (${none} and ${COLUMNS[name]} is null))`;
}

/** Names of agent keys and people by their ids; those that are gone are left out. */
export async function namesOfActors(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; name: string }[]>`
    select id, name from agent_key where id = any(${ids}::text[])
    union all select id, name from "user" where id = any(${ids}::text[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Models that anything was ever spent on. */
export async function modelsInUse(db: Db): Promise<{ provider: string; model: string }[]> {
  return db.$queryRaw`
    select u.provider, u.model from usage_cell u where u.dims = ${USAGE_DIMS.configuration}
      and u.provider is not null and u.model is not null
    union select u.provider, u.model from (${Prisma.raw(PENDING)}) u where u.provider is not null and u.model is not null`;
}
