import type { Db } from "./client.ts";

/** When a check ran last; null: never. */
export interface HealthRunRow {
  checkId: string;
  ranAt: Date | null;
  durationMs: number | null;
  error: string | null;
}

/** Takes the checks that are due, each for one process alone: it is due again after its interval. @returns their ids */
export async function claimDueChecks(
  db: Db,
  checks: readonly { id: string; everyMs: number }[],
  nowMs: number,
): Promise<string[]> {
  const now = new Date(nowMs);
  const ids = checks.map(({ id }) => id);
  const rows = await db.$queryRaw<{ id: string }[]>`
    insert into health_run as run (check_id, due_at)
    select id, ${now}::timestamptz + every * interval '1 millisecond'
    from unnest(${ids}::text[], ${checks.map(({ everyMs }) => everyMs)}::float8[]) due (id, every)
    on conflict (check_id) do update set due_at = excluded.due_at where run.due_at <= ${now}::timestamptz
    returning run.check_id as id`;
  return rows.map(({ id }) => id);
}

/** Whoever looks next runs the check. */
export async function makeCheckDue(db: Db, checkId: string, nowMs: number): Promise<void> {
  await db.healthRun.updateMany({ where: { checkId }, data: { dueAt: new Date(nowMs) } });
}

/** Notes how a run ended. */
export async function noteHealthRun(db: Db, { checkId, ...data }: HealthRunRow & { ranAt: Date }): Promise<void> {
  await db.healthRun.upsert({ where: { checkId }, create: { checkId, dueAt: data.ranAt, ...data }, update: data });
}

export async function listHealthRuns(db: Db): Promise<HealthRunRow[]> {
  return db.healthRun.findMany({ select: { checkId: true, ranAt: true, durationMs: true, error: true } });
}
