import type { BudgetScope } from "#lib/contracts/budget.ts";
import { idFloor } from "#lib/core/ids.ts";
import { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** Hours in which anything was decided; the others are absent. */
export interface SpendHour {
  startMs: number;
  decisions: number;
  /** Of the outcomes whose cost is known. */
  spentNanoUsd: number;
}

const HOUR_MS = 3_600_000;

/**
 * What the decisions under a scope came to, by the hour they were made in. Reads the decisions of the range by their
 * id, which begins with their time; whatever is older costs nothing.
 */
export async function spendHoursOfScope(
  db: Db,
  scope: BudgetScope,
  fromMs: number,
  toMs: number,
): Promise<SpendHour[]> {
  const rows = await db.$queryRaw<{ hour: bigint; decisions: bigint; spent: bigint | null }[]>`
    select floor(extract(epoch from d.at) / 3600)::bigint "hour", count(*) decisions, sum(o.cost_nano_usd)::bigint spent
    from decision d left join outcome o on o.decision_id = d.id
    where d.id >= ${idFloor("dec", fromMs)} and d.id < ${idFloor("dec", toMs)} and d.verdict <> 'nobody_fits'
      and ${scopeCondition(scope)}
    group by 1 order by 1`;
  return rows.map(({ hour, decisions, spent }) => ({
    startMs: Number(hour) * HOUR_MS,
    decisions: Number(decisions),
    spentNanoUsd: Number(spent ?? 0n),
  }));
}

/** As `matchesRequest` and `matchesCandidate` judge a decision before it is made. */
function scopeCondition({ fleet, agent, role, provider, configuration, key, tag }: BudgetScope): Prisma.Sql {
  const parts = [Prisma.sql`true`];
  if (fleet !== undefined) parts.push(Prisma.sql`d.fleet_name = ${fleet}`);
  if (agent !== undefined) parts.push(Prisma.sql`d.agent_name = ${agent}`);
  if (role !== undefined) parts.push(Prisma.sql`d.agent_id in (select id from agent where role = ${role})`);
  if (provider !== undefined) parts.push(Prisma.sql`split_part(d.configuration, '/', 1) = ${provider}`);
  if (configuration !== undefined) parts.push(Prisma.sql`d.configuration = ${configuration}`);
  if (key !== undefined) parts.push(Prisma.sql`d.actor_id = ${key}`);
  if (tag !== undefined) parts.push(Prisma.sql`d.detail::jsonb -> 'budgetTags' ? ${tag}`);
  return Prisma.join(parts, " and ");
}

/** Every hour from the first known one to `toMs`, which is a full hour; hours in which nothing happened are zero. */
export function denseHours(hours: readonly SpendHour[], toMs: number): { startMs: number; hours: SpendHour[] } {
  const startMs = hours[0]?.startMs ?? toMs;
  const known = new Map(hours.map((hour) => [hour.startMs, hour]));
  const count = Math.max(0, Math.floor((toMs - startMs) / HOUR_MS));
  return {
    startMs,
    hours: Array.from({ length: count }, (_, i) => {
      const at = startMs + i * HOUR_MS;
      return known.get(at) ?? { startMs: at, decisions: 0, spentNanoUsd: 0 };
    }),
  };
}
