import type { TrainingRequest, TrainingTrigger } from "#lib/contracts/training.ts";
import type { Db } from "./client.ts";

/**
 * A process that works on a run writes a heartbeat several times a second; the database's clock measures, since those
 * of two machines differ. After this long without one the process is taken for dead.
 */
const STALE = "10 seconds";
/** A run begins at most twice: what ended two processes would end a third. */
const MAX_ATTEMPTS = 2;

/** The right of one process to work on a run; it is lost when another process takes the run over. */
export interface TrainingClaim {
  id: string;
  attempt: number;
}

export interface ClaimedRun extends TrainingClaim {
  request: TrainingRequest;
  untilMs: number;
  trigger: TrainingTrigger;
  actorName: string;
  requestId: string;
  /** The version it made before its process died; only what follows is left to do. */
  version: number | null;
}

interface ClaimRow {
  trigger: TrainingTrigger;
  version: number | null;
  attempts: number;
  request: TrainingRequest;
  until_at: Date;
  actor_name: string;
  request_id: string;
}

/**
 * Takes up a run that waits, or one whose process is gone; of several processes one gets it.
 * @param atMs when it begins, by the clock of who asked: a scenario has its own; only heartbeats go by the database's
 * @returns null when there is nothing to take up
 */
export async function claimTrainingRun(
  db: Db,
  id: string,
  replicaId: string,
  atMs: number,
): Promise<ClaimedRun | null> {
  const rows = await db.$queryRaw<ClaimRow[]>`
    update training_run
    set state = 'running', attempts = attempts + 1, replica_id = ${replicaId}, heartbeat_at = now(),
      started_at = coalesce(started_at, ${new Date(atMs)}), stage = '', progress = 0, seconds_left = null
    where id = ${id} and finished_at is null and cancel_requested_at is null and attempts < ${MAX_ATTEMPTS}
      and (state = 'queued' or heartbeat_at < now() - ${STALE}::interval)
    returning attempts, request, trigger, until_at, actor_name, request_id, version`;
  const row = rows[0];
  return row
    ? {
        ...{ id, attempt: row.attempts, request: row.request, untilMs: row.until_at.getTime() },
        ...{ trigger: row.trigger, actorName: row.actor_name, requestId: row.request_id, version: row.version },
      }
    : null;
}

export interface TrainingProgress {
  stage: string;
  /** 0-1 */
  progress: number;
  secondsLeft: number | null;
}

/** Says how far it is and that the process lives. @returns whether to go on, to cancel, or that the claim is lost */
export async function beatTraining(
  db: Db,
  { id, attempt }: TrainingClaim,
  { stage, progress, secondsLeft }: TrainingProgress,
): Promise<"go on" | "cancel" | "lost"> {
  const rows = await db.$queryRaw<{ cancel: boolean }[]>`
    update training_run set heartbeat_at = now(), stage = ${stage}, progress = ${progress}, seconds_left = ${secondsLeft}
    where id = ${id} and state = 'running' and attempts = ${attempt}
    returning cancel_requested_at is not null as cancel`;
  const row = rows[0];
  if (!row) return "lost";
  return row.cancel ? "cancel" : "go on";
}

/**
 * Writes which version the run made; call it in the version's own transaction. A run that somebody else works on, that
 * shall be cancelled, or that has made its version makes none.
 * @returns false when it must not: roll back then
 */
export async function writeRunVersion(db: Db, { id, attempt }: TrainingClaim, version: number): Promise<boolean> {
  const { count } = await db.trainingRun.updateMany({
    where: { id, attempts: attempt, state: "running", cancelRequestedAt: null, version: null },
    data: { version },
  });
  return count > 0;
}

/** Ends a run that has made its version. */
export async function succeedTraining(db: Db, { id, attempt }: TrainingClaim, atMs: number): Promise<void> {
  await db.trainingRun.updateMany({
    where: { id, attempts: attempt, state: "running", version: { not: null } },
    data: { state: "succeeded", stage: "", progress: 1, secondsLeft: null, finishedAt: new Date(atMs) },
  });
}

/** Ends a run without a version: cancelled when that was asked for, otherwise failed with the error. */
export async function failTraining(
  db: Db,
  { id, attempt }: TrainingClaim,
  error: { code: string; message: string },
  atMs: number,
): Promise<void> {
  const open = { id, attempts: attempt, finishedAt: null };
  const end = { secondsLeft: null, finishedAt: new Date(atMs) };
  await db.trainingRun.updateMany({
    where: { ...open, cancelRequestedAt: { not: null } },
    data: { ...end, state: "cancelled" },
  });
  await db.trainingRun.updateMany({
    where: open,
    data: { ...end, state: "failed", errorCode: error.code, errorMessage: error.message },
  });
}

/** Asks a run to end. One that nobody works on has ended with that. @returns false when it has ended or made its version */
export async function cancelTrainingRun(db: Db, id: string, atMs: number): Promise<boolean> {
  const at = new Date(atMs);
  const asked = await db.trainingRun.updateMany({
    where: { id, finishedAt: null, version: null },
    data: { cancelRequestedAt: at },
  });
  await db.trainingRun.updateMany({
    where: { id, state: "queued" },
    data: { state: "cancelled", finishedAt: at },
  });
  return asked.count > 0;
}

/** Puts a run back whose process ends in order: that was no crash and does not count as an attempt. */
export async function releaseTraining(db: Db, { id, attempt }: TrainingClaim): Promise<void> {
  await db.trainingRun.updateMany({
    where: { id, attempts: attempt, state: "running" },
    data: { state: "queued", attempts: attempt - 1, replicaId: null, heartbeatAt: null, secondsLeft: null },
  });
}

/** Runs that wait for a process, or whose process is gone and that may begin once more; oldest first. */
export async function listRunsToTakeUp(db: Db): Promise<TrainingClaim[]> {
  return db.$queryRaw<TrainingClaim[]>`
    select id, attempts as attempt from training_run
    where finished_at is null and cancel_requested_at is null and attempts < ${MAX_ATTEMPTS}
      and (state = 'queued' or heartbeat_at < now() - ${STALE}::interval)
    order by id limit 20`;
}

/**
 * Ends what no process will: runs whose second process is gone as well, and runs that were to be cancelled. One that
 * has made its version has succeeded.
 */
export async function endAbandoned(db: Db, message: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    update training_run set finished_at = now(), seconds_left = null, state = e.state::training_state,
      error_code = case when e.state = 'failed' then 'internal' end,
      error_message = case when e.state = 'failed' then ${message} end
    from (
      select id, case when version is not null then 'succeeded' when cancel_requested_at is not null then 'cancelled'
        else 'failed' end as state
      from training_run
      where finished_at is null and state = 'running' and heartbeat_at < now() - ${STALE}::interval
        and (attempts >= ${MAX_ATTEMPTS} or cancel_requested_at is not null)
    ) e
    where training_run.id = e.id and finished_at is null
    returning training_run.id`;
  return rows.map(({ id }) => id);
}
