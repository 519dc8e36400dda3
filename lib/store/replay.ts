import type { Page } from "#lib/contracts/page.ts";
import type { ReplayFlip, ReplayReport, ReplayView } from "#lib/contracts/replay.ts";
import { canonicalJson } from "#lib/core/canonical-json.ts";
import type { Db } from "./client.ts";
import type { ModelKey } from "./model.ts";
import { beatReplay } from "./replay-heartbeat.ts";

export interface NewReplay extends ModelKey {
  id: string;
  version: number;
  against: number | null;
  windowFrom: Date;
  windowTo: Date;
  replicaId: string;
  authorName: string;
  atMs: number;
}

/** Writes a replay as one that its process works on from now on. */
export async function insertReplay(db: Db, { atMs, ...row }: NewReplay): Promise<void> {
  await db.replay.create({ data: { ...row, state: "running", createdAt: new Date(atMs) } });
  await beatReplay(db, row.id);
}

/** @param progress 0-1 */
export async function setReplayProgress(db: Db, id: string, progress: number): Promise<void> {
  await db.replay.updateMany({ where: { id, state: "running" }, data: { progress } });
}

/** Ends a running replay with its report, or with what went wrong; one that has ended stays as it is. */
export async function endReplay(
  db: Db,
  id: string,
  end: { report: ReplayReport } | { error: string },
  atMs: number,
): Promise<void> {
  const finishedAt = new Date(atMs);
  const data =
    "report" in end
      ? { state: "succeeded" as const, progress: 1, report: plain(end.report), finishedAt }
      : { state: "failed" as const, error: end.error, finishedAt };
  await db.replay.updateMany({ where: { id, state: "running" }, data });
}

export async function insertFlips(db: Db, replayId: string, flips: readonly ReplayFlip[]): Promise<void> {
  if (flips.length === 0) return;
  await db.replayFlip.createMany({
    data: flips.map((flip) => ({ replayId, decisionId: flip.decisionId, flip: plain(flip) })),
  });
}

/** Newest first. */
export async function listReplays(
  db: Db,
  filter: Partial<ModelKey> & { version?: number | undefined },
  cursor: string | null,
  limit: number,
): Promise<Page<ReplayView>> {
  const { name, kind, version } = filter;
  const rows = await db.replay.findMany({
    where: {
      ...(name !== undefined && { name }),
      ...(kind !== undefined && { kind }),
      ...(version !== undefined && { version }),
      ...(cursor !== null && { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(toView);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

export async function findReplay(db: Db, id: string): Promise<ReplayView | null> {
  const row = await db.replay.findUnique({ where: { id } });
  return row && toView(row);
}

/** Flips of a replay, newest decision first. */
export async function listFlips(
  db: Db,
  replayId: string,
  cursor: string | null,
  limit: number,
): Promise<Page<ReplayFlip>> {
  const rows = await db.replayFlip.findMany({
    where: { replayId, ...(cursor !== null && { decisionId: { lt: cursor } }) },
    orderBy: { decisionId: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(({ flip }) => flip as unknown as ReplayFlip);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.decisionId ?? null) : null };
}

export async function findFlip(db: Db, replayId: string, decisionId: string): Promise<ReplayFlip | null> {
  const row = await db.replayFlip.findUnique({ where: { replayId_decisionId: { replayId, decisionId } } });
  return row && (row.flip as unknown as ReplayFlip);
}

type ReplayRow = NonNullable<Awaited<ReturnType<Db["replay"]["findUnique"]>>>;

function toView({
  replicaId: _,
  heartbeatAt: __,
  windowFrom,
  windowTo,
  createdAt,
  finishedAt,
  report,
  ...row
}: ReplayRow): ReplayView {
  return {
    ...row,
    windowFrom: windowFrom.toISOString(),
    windowTo: windowTo.toISOString(),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    report: report as ReplayReport | null,
  };
}

function plain(value: unknown) {
  return JSON.parse(canonicalJson(value));
}
