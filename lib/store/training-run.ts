import type { Actor } from "#lib/contracts/actor.ts";
import type { Page } from "#lib/contracts/page.ts";
import type {
  TrainableKind,
  TrainingRequest,
  TrainingRunView,
  TrainingState,
  TrainingTrigger,
} from "#lib/contracts/training.ts";
import type { Db } from "./client.ts";

export interface NewTrainingRun {
  id: string;
  request: TrainingRequest;
  trigger: TrainingTrigger;
  actor: Actor;
  requestId: string;
  atMs: number;
}

/** Keeps others from starting a run of the same fleet and kind until the transaction ends. */
export async function lockTraining(db: Db, fleetName: string, kind: TrainableKind): Promise<void> {
  await db.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`training:${kind}:${fleetName}`}, 0))`;
}

/** Queued: the row is the order, which a process takes up. Outcomes reported after `atMs` do not count. */
export async function insertTrainingRun(db: Db, run: NewTrainingRun): Promise<void> {
  const { id, request, trigger, actor, requestId, atMs } = run;
  const at = new Date(atMs);
  await db.trainingRun.create({
    data: {
      ...{ id, trigger, request, requestId, state: "queued", untilAt: at, createdAt: at },
      ...{ fleetName: request.fleetName, kind: request.kind },
      ...{ actorKind: actor.kind, actorId: actor.id, actorName: actor.name },
    },
  });
}

/** The run of the fleet and kind that has not ended; null when there is none. */
export async function findOpenRun(db: Db, fleetName: string, kind: TrainableKind): Promise<TrainingRunView | null> {
  const row = await db.trainingRun.findFirst({
    where: { fleetName, kind, finishedAt: null },
    orderBy: { id: "desc" },
  });
  return row && toView(row);
}

/** The newest run that answers to the filter; null when there is none. */
export async function findLastRun(
  db: Db,
  filter: { fleetName: string; kind: TrainableKind; trigger?: TrainingTrigger; state?: TrainingState },
): Promise<TrainingRunView | null> {
  const row = await db.trainingRun.findFirst({ where: filter, orderBy: { id: "desc" } });
  return row && toView(row);
}

export async function findTrainingRun(db: Db, id: string): Promise<TrainingRunView | null> {
  const row = await db.trainingRun.findUnique({ where: { id } });
  return row && toView(row);
}

export interface TrainingRunFilter {
  fleet?: string | undefined;
  kind?: TrainableKind | undefined;
  state?: TrainingState | undefined;
  trigger?: TrainingTrigger | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Newest first. @param cursor id of the last row of the page before */
export async function listTrainingRuns(
  db: Db,
  { fleet, kind, state, trigger, from, to }: TrainingRunFilter,
  cursor: string | null,
  limit: number,
): Promise<Page<TrainingRunView>> {
  const rows = await db.trainingRun.findMany({
    where: {
      ...(fleet !== undefined && { fleetName: fleet }),
      ...(kind !== undefined && { kind }),
      ...(state !== undefined && { state }),
      ...(trigger !== undefined && { trigger }),
      ...((from || to) && { createdAt: { ...(from && { gte: from }), ...(to && { lte: to }) } }),
      ...(cursor !== null && { id: { lt: cursor } }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit).map(toView);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

type TrainingRunRow = NonNullable<Awaited<ReturnType<Db["trainingRun"]["findUnique"]>>>;

function toView(row: TrainingRunRow): TrainingRunView {
  const { id, fleetName, state, stage, progress, secondsLeft, attempts, version, errorCode, errorMessage } = row;
  return {
    ...{ id, fleetName, state, stage, progress, secondsLeft, attempts, version },
    kind: row.kind as TrainableKind,
    trigger: row.trigger as TrainingTrigger,
    request: row.request as unknown as TrainingRequest,
    cancelRequested: row.cancelRequestedAt !== null,
    authorName: row.actorName,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? "" },
  };
}
