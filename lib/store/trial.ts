import type { ModelKind } from "#lib/contracts/model.ts";
import { type CanaryPlan, canaryPlanSchema } from "#lib/contracts/model-policy.ts";
import type { Page } from "#lib/contracts/page.ts";
import type { TrialMode, TrialState } from "#lib/contracts/trial.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";

/** A trial as it is stored; what `statistics` holds is its engine's business. */
export interface TrialRow extends ModelKey {
  id: string;
  mode: TrialMode;
  version: number;
  against: number;
  state: TrialState;
  plan: CanaryPlan;
  statistics: unknown;
  /** Outcomes until then are counted. */
  countedAtMs: number;
  sentence: string;
  authorName: string;
  reason: string;
  startedAtMs: number;
  endedAtMs: number | null;
}

type NewTrial = Omit<TrialRow, "state" | "sentence" | "endedAtMs">;

/** The database refuses a second one of a mode while one runs. */
export async function insertTrial(
  db: Db,
  { startedAtMs, countedAtMs, plan, statistics, ...row }: NewTrial,
): Promise<void> {
  await db.modelTrial.create({
    data: {
      ...row,
      state: "running",
      plan: plain(plan),
      statistics: plain(statistics),
      startedAt: new Date(startedAtMs),
      countedAt: new Date(countedAtMs),
    },
  });
}

export async function findTrial(db: Db, id: string): Promise<TrialRow | null> {
  const row = await db.modelTrial.findUnique({ where: { id } });
  return row && toTrial(row);
}

/** All that run, oldest first. */
export async function listRunningTrials(db: Db, key: Partial<ModelKey> = {}): Promise<TrialRow[]> {
  const rows = await db.modelTrial.findMany({ where: { ...key, endedAt: null }, orderBy: { id: "asc" } });
  return rows.map(toTrial);
}

/** Newest first. */
export async function listTrials(
  db: Db,
  filter: Partial<ModelKey> & { mode?: TrialMode | undefined; version?: number | undefined },
  cursor: string | null,
  limit: number,
): Promise<Page<TrialRow>> {
  const { name, kind, mode, version } = filter;
  const rows = await db.modelTrial.findMany({
    where: {
      ...(name !== undefined && { name }),
      ...(kind !== undefined && { kind }),
      ...(mode !== undefined && { mode }),
      ...(version !== undefined && { version }),
      ...(cursor !== null && { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(toTrial);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** Takes the trial for one process until the transaction ends; null when another has it or it has ended. */
export async function lockRunningTrial(db: Db, id: string): Promise<TrialRow | null> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from model_trial where id = ${id} and ended_at is null for update skip locked`;
  return rows.length > 0 ? findTrial(db, id) : null;
}

export async function saveTrialCounts(
  db: Db,
  id: string,
  counts: { statistics: unknown; countedAtMs: number; sentence: string },
): Promise<void> {
  const { statistics, countedAtMs, sentence } = counts;
  await db.modelTrial.updateMany({
    where: { id, endedAt: null },
    data: { statistics: plain(statistics), countedAt: new Date(countedAtMs), sentence },
  });
}

/** @returns false when it has ended already */
export async function endTrialRow(
  db: Db,
  id: string,
  end: { state: Exclude<TrialState, "running">; sentence: string; atMs: number },
): Promise<boolean> {
  const { count } = await db.modelTrial.updateMany({
    where: { id, endedAt: null },
    data: { state: end.state, sentence: end.sentence, endedAt: new Date(end.atMs) },
  });
  return count > 0;
}

export interface Promotion extends ModelKey {
  fromVersion: number;
  toVersion: number;
  reason: string;
  atMs: number;
}

/** The last move of each predictor's production, where it was a promotion since a time that no watch knows of. */
export async function listUnwatchedPromotions(db: Db, sinceMs: number): Promise<Promotion[]> {
  const rows = await db.$queryRaw<(Omit<Promotion, "atMs"> & { at: Date; verb: string })[]>`
    select m.name, m.kind, m.from_version "fromVersion", m.to_version "toVersion", m.reason, m.at
    from registered_model r cross join lateral (
      select * from model_alias_move v where v.name = r.name and v.kind = r.kind and v.alias = 'production'
      order by v.id desc limit 1) m
    where r.kind = 'performance_predictor' and m.verb = 'promote' and m.from_version is not null
      and m.at >= ${new Date(sinceMs)} and not exists (
        select 1 from model_trial t where t.name = m.name and t.kind = m.kind and t.mode = 'watch'
          and (t.ended_at is null or (t.version = m.to_version and t.started_at >= m.at)))`;
  return rows.map(({ at, verb: _verb, ...row }) => ({ ...row, atMs: at.getTime() }));
}

function toTrial(row: NonNullable<Awaited<ReturnType<Db["modelTrial"]["findUnique"]>>>): TrialRow {
  const { startedAt, endedAt, countedAt, kind, plan, ...rest } = row;
  return {
    ...rest,
    kind: kind as ModelKind,
    // One begun before a guard could be set has its default.
    plan: canaryPlanSchema.parse(plan),
    startedAtMs: startedAt.getTime(),
    countedAtMs: countedAt.getTime(),
    endedAtMs: endedAt?.getTime() ?? null,
  };
}

function plain(value: unknown) {
  return JSON.parse(canonicalJson(value));
}
