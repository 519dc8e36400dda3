import { Prisma } from "#lib/generated/prisma/client.ts";
import { MEASURE_NAMES, MEASURES } from "./usage-measures.ts";
import type { UsageBucket, UsageQuestion } from "./usage-source.ts";

const TOKENS = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reportedInput"] as const;

/** All that a chart shows, and what its order needs. */
export const SUMMED_OF_SERIES = `sum(tasks)::bigint "tasks", sum(cost_nano_usd)::bigint "costNanoUsd", sum(unpriced)::bigint "unpriced",
  sum(${TOKENS.map((name) => MEASURES[name]).join(" + ")})::bigint tokens`;

/**
 * Groups with the place of their values among all: dearest first, then what nobody knows the price of, then tokens. One
 * place for all groups of the same values. @param tokens of a group
 */
function placed(groups: string, by: UsageQuestion["by"], tokens: string): Prisma.Sql {
  const values = by.map((_, i) => `v${i}`);
  const partition = values.length > 0 ? `partition by ${values.join(", ")}` : "";
  const ties = values.map((value) => `, ${value} collate "C"`).join("");
  return Prisma.sql`
    select *, dense_rank() over (order by dear desc, unknown desc, much desc ${Prisma.raw(ties)}) place
    from (
      select *, sum("costNanoUsd") over of_value dear, sum("unpriced") over of_value unknown,
        sum(${Prisma.raw(tokens)}) over of_value much
      from ${Prisma.raw(groups)} g window of_value as (${Prisma.raw(partition)})
    ) g`;
}

/** The groups of the first places; behind them one row of all others, with the last place there is. */
export function dearest(groups: string, { by, pricedAtMs }: UsageQuestion, most: number): Prisma.Sql {
  const keys = [...by.map((_, i) => `v${i}`), ...(pricedAtMs ? ["provider", "model", "span"] : [])];
  const shown = keys.map(
    (key) => Prisma.sql`case when place <= ${most} then ${Prisma.raw(key)} end ${Prisma.raw(key)}`,
  );
  const tokens = TOKENS.map((name) => `"${name}"`).join(" + ");
  const sums = MEASURE_NAMES.map((name) => `sum("${name}")::bigint "${name}"`).join(", ");
  return Prisma.sql`
    select ${Prisma.join([...shown, Prisma.sql`least(place, ${most} + 1)::int place`])}, max(place)::int last, ${Prisma.raw(sums)}
    from (${placed(groups, by, tokens)}) p group by ${Prisma.raw(Array.from({ length: keys.length + 1 }, (_, i) => i + 1).join(", "))}`;
}

/** Hours are UTC's: those of a zone that repeats one would fall together. */
export function bucketOf(column: string, { unit, timeZone }: UsageBucket): Prisma.Sql {
  const at = Prisma.raw(column);
  return unit === "hour" ? at : Prisma.sql`date_trunc(${unit}, ${at}, ${timeZone})`;
}

/**
 * A row a bucket and place, all places behind the first as one.
 * @param groups named, with `SUMMED_OF_SERIES`, in buckets as fine or finer
 */
export function series(
  groups: string,
  { by, bucket }: UsageQuestion & { bucket: UsageBucket },
  top: number,
): Prisma.Sql {
  const value = by.length > 0 ? Prisma.sql`case when place <= ${top} then v0 end` : Prisma.sql`null::text`;
  return Prisma.sql`
    select ${value} v0, least(place, ${top} + 1)::int place, ${bucketOf("bucket", bucket)} bucket,
      sum("tasks")::bigint tasks, sum("costNanoUsd")::bigint cost, sum(tokens)::bigint tokens
    from (${placed(groups, by, "tokens")}) p group by 1, 2, 3`;
}
