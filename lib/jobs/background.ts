import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";
import { listRepricings, releaseRepricings } from "#lib/services/configurations/work-on-repricing.ts";
import { listTrainingsToTakeUp } from "#lib/services/training/list-trainings-to-take-up.ts";
import { releaseTrainings } from "#lib/services/training/work-on-training.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { JOBS } from "./definitions.ts";
import { jobContext } from "./job-context.ts";
import { type JobQueue, openJobQueue } from "./job-queue.ts";
import { QUEUED_JOBS, REPRICE_JOB, TRAIN_JOB } from "./queued-jobs.ts";
import { startJobs } from "./runner.ts";

const OPEN_AGAIN_MS = 15_000;
const PROBLEM = { topic: "jobs", entityId: "queue", code: "queue_closed" };

/** Starts everything that happens without anybody asking. @returns ends it, after what is under way */
export function startBackground(): () => Promise<void> {
  const stopping = new AbortController();
  let queue: JobQueue | null = null;
  const opening = keepOpening(stopping.signal, (opened) => {
    queue = opened;
  });
  const stopJobs = startJobs([
    ...JOBS,
    {
      name: "take up trainings",
      everyMs: 1_000,
      run: async () => {
        if (queue) await takeUpTrainings(queue);
      },
    },
    {
      name: "take up repricings",
      everyMs: 1_000,
      run: async () => {
        if (queue) await takeUpRepricings(queue);
      },
    },
  ]);
  return async () => {
    stopping.abort();
    await Promise.all([stopJobs(), opening]);
    await queue?.close().catch(() => undefined);
    await Promise.all([releaseTrainings(), releaseRepricings()]);
    await queue?.stop().catch(() => undefined);
  };
}

/** The part that a process needs for itself, where another does the work. @returns ends it, after what is under way */
export const startOwnBackground = (): (() => Promise<void>) => startJobs(JOBS.filter(({ ofEach }) => ofEach));

/** A queue that cannot be opened must not keep the server from serving; it is tried again until it works. */
async function keepOpening(signal: AbortSignal, onOpen: (queue: JobQueue) => void): Promise<void> {
  while (!signal.aborted) {
    try {
      onOpen(await openJobQueue(QUEUED_JOBS));
      await resolveProblem(db(), PROBLEM, systemClock.nowMs()).catch(() => undefined);
      return;
    } catch (error) {
      const message = `Trainings and schedules wait: the job queue cannot be opened (${messageOf(error)}).`;
      log().error({ error: messageOf(error) }, "the job queue cannot be opened; it is tried again");
      await raiseProblem(db(), PROBLEM, message, systemClock.nowMs()).catch(() => undefined);
      await sleep(OPEN_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The run's own row is the order: it was written with its audit entry, and the queue only says whose turn it is. */
async function takeUpTrainings(queue: JobQueue): Promise<void> {
  const { runs } = await listTrainingsToTakeUp({ ctx: jobContext(), input: {} });
  for (const { id, attempt } of runs) await queue.send(TRAIN_JOB, { id }, `${id}:${attempt}`);
}

async function takeUpRepricings(queue: JobQueue): Promise<void> {
  const waiting = await listRepricings({ ctx: jobContext(), input: {} });
  for (const { id, attempt } of waiting) await queue.send(REPRICE_JOB, { id }, `${id}:${attempt}`);
}
