import type { Evidence, HealthState, Verdict } from "#lib/contracts/health-check.ts";
import type { Db } from "./client.ts";

export interface Silence {
  atMs: number;
  untilMs: number;
  by: string;
  reason: string;
}

/** What a check knows of one thing. The condition is the caller's own value, kept as JSON. */
export interface HealthCheckRow extends Verdict {
  checkId: string;
  sinceMs: number;
  condition: unknown;
  ranAtMs: number;
  silence: Silence | null;
}

/** Of one check, or of all; by subject. */
export async function listHealthChecks(db: Db, checkId?: string): Promise<HealthCheckRow[]> {
  const rows = await db.healthCheck.findMany({
    where: checkId === undefined ? {} : { checkId },
    orderBy: [{ checkId: "asc" }, { subject: "asc" }],
  });
  return rows.map(({ silencedAt, silencedUntil, silencedBy, silenceReason, since, ranAt, state, ...row }) => ({
    ...row,
    state: state as HealthState,
    evidence: row.evidence as unknown as Evidence[],
    sinceMs: since.getTime(),
    ranAtMs: ranAt.getTime(),
    silence:
      silencedAt && silencedUntil && silencedBy !== null && silenceReason !== null
        ? { atMs: silencedAt.getTime(), untilMs: silencedUntil.getTime(), by: silencedBy, reason: silenceReason }
        : null,
  }));
}

/** Runs of one check follow one another, whichever processes they are in, until the transaction ends. */
export async function lockHealthCheck(tx: Db, checkId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`health ${checkId}`}, 0))::text`;
}

export async function putHealthCheck(db: Db, row: Omit<HealthCheckRow, "silence">): Promise<void> {
  const { checkId, subject, sinceMs, ranAtMs, condition, evidence, ...rest } = row;
  const data = {
    ...rest,
    since: new Date(sinceMs),
    ranAt: new Date(ranAtMs),
    condition: condition as object,
    evidence: evidence.map(({ name, value }) => ({ name, value })),
  };
  const key = { checkId, subject };
  await db.healthCheck.upsert({ where: { checkId_subject: key }, create: { ...key, ...data }, update: data });
}

export async function deleteHealthCheck(db: Db, checkId: string, subject: string): Promise<void> {
  await db.healthCheck.deleteMany({ where: { checkId, subject } });
}

/** Sets a silence, or ends it. @returns false when there is no such thing */
export async function putSilence(db: Db, checkId: string, subject: string, silence: Silence | null): Promise<boolean> {
  const { count } = await db.healthCheck.updateMany({
    where: { checkId, subject },
    data: {
      silencedAt: silence && new Date(silence.atMs),
      silencedUntil: silence && new Date(silence.untilMs),
      silencedBy: silence?.by ?? null,
      silenceReason: silence?.reason ?? null,
    },
  });
  return count > 0;
}
