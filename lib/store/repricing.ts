import type { Provider } from "#lib/contracts/configuration.ts";
import { REPRICING_STATES, type RepricingView } from "#lib/contracts/repricing.ts";
import type { Db } from "./client.ts";

/** A process that said nothing for so long has ended; another one goes on where it was. */
const ABANDONED_AFTER_MS = 30_000;

export interface RepricingOrder {
  id: string;
  provider: Provider;
  model: string;
  fromAtMs: number;
  untilAtMs: number;
  authorName: string;
  note: string;
}

export async function insertRepricing(db: Db, order: RepricingOrder): Promise<void> {
  const { fromAtMs, untilAtMs, ...columns } = order;
  const untilAt = new Date(untilAtMs);
  await db.repricing.create({
    data: { ...columns, fromAt: new Date(fromAtMs), untilAt, createdAt: untilAt, state: "queued" },
  });
}

const waiting = (nowMs: number) => ({
  OR: [{ state: "queued" }, { state: "running", heartbeatAt: { lt: new Date(nowMs - ABANDONED_AFTER_MS) } }],
});

/** Those that a process should take up now, with the number of the attempt that is next. */
export async function listRepricingsToTakeUp(db: Db, nowMs: number): Promise<{ id: string; attempt: number }[]> {
  const rows = await db.repricing.findMany({ where: waiting(nowMs), orderBy: { createdAt: "asc" }, take: 20 });
  return rows.map(({ id, attempts }) => ({ id, attempt: attempts + 1 }));
}

/** Takes one up; null when another process has it, or it has ended. */
export async function claimRepricing(db: Db, id: string, nowMs: number): Promise<RepricingOrder | null> {
  const { count } = await db.repricing.updateMany({
    where: { id, ...waiting(nowMs) },
    data: { state: "running", attempts: { increment: 1 }, heartbeatAt: new Date(nowMs) },
  });
  const row = count === 0 ? null : await db.repricing.findUnique({ where: { id } });
  if (!row) return null;
  const { provider, model, fromAt, untilAt, authorName, note } = row;
  const times = { fromAtMs: fromAt.getTime(), untilAtMs: untilAt.getTime() };
  return { id, provider: provider as Provider, model, ...times, authorName, note };
}

export async function beatRepricing(db: Db, id: string, nowMs: number): Promise<void> {
  await db.repricing.updateMany({ where: { id, state: "running" }, data: { heartbeatAt: new Date(nowMs) } });
}

/** Sums up what was priced anew and ends it well. */
export async function finishRepricing(db: Db, id: string, nowMs: number): Promise<void> {
  await db.$executeRaw`
    update repricing set state = 'succeeded', finished_at = ${new Date(nowMs)}, calls = s.calls, changed = s.changed,
      unknown_before = s.unknown_before, unknown_after = s.unknown_after, before_nano_usd = s.before, after_nano_usd = s.after
    from (select count(*)::int as calls,
                 count(*) filter (where before_nano_usd is distinct from after_nano_usd)::int as changed,
                 count(*) filter (where before_nano_usd is null)::int as unknown_before,
                 count(*) filter (where after_nano_usd is null)::int as unknown_after,
                 coalesce(sum(before_nano_usd), 0)::bigint as before, coalesce(sum(after_nano_usd), 0)::bigint as after
          from repriced_call where repricing_id = ${id}) s
    where id = ${id} and state = 'running'`;
}

/** Puts one back whose process stops, for the next that looks. */
export async function releaseRepricing(db: Db, id: string): Promise<void> {
  await db.repricing.updateMany({ where: { id, state: "running" }, data: { state: "queued", heartbeatAt: null } });
}

export async function failRepricing(db: Db, id: string, error: string, nowMs: number): Promise<void> {
  const data = { state: "failed", error, finishedAt: new Date(nowMs) };
  await db.repricing.updateMany({ where: { id, state: "running" }, data });
}

const stateOf = (text: string) => REPRICING_STATES.find((state) => state === text) ?? "failed";

/** The newest first. */
export async function listRepricingViews(db: Db, limit: number): Promise<RepricingView[]> {
  const rows = await db.repricing.findMany({ orderBy: { createdAt: "desc" }, take: limit });
  return rows.map((row) => ({
    id: row.id,
    provider: row.provider as Provider,
    model: row.model,
    from: row.fromAt.toISOString(),
    until: row.untilAt.toISOString(),
    state: stateOf(row.state),
    calls: row.calls,
    changed: row.changed,
    unknownBefore: row.unknownBefore,
    unknownAfter: row.unknownAfter,
    beforeNanoUsd: row.beforeNanoUsd.toString(),
    afterNanoUsd: row.afterNanoUsd.toString(),
    error: row.error,
    authorName: row.authorName,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
  }));
}
