import { PgBoss } from "pg-boss";
import { messageOf } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";
import { log } from "#lib/runtime/log.ts";
import { jobContext } from "./job-context.ts";
import type { QueuedJob } from "./queued-jobs.ts";

/** pg-boss makes its tables by itself; apart from ours, so that neither tool sees the other's. */
const SCHEMA = "pgboss";
const CONNECTIONS = 2;
const LOOK_EVERY_SECONDS = 1;
/** Longer than any training; whether a run is alive says its heartbeat. */
const EXPIRE_SECONDS = 23 * 3_600;
const KEEP_DONE_SECONDS = 86_400;
const STOP_MS = 5_000;

export interface JobQueue {
  /** Puts a job in, unless one of the same key waits or is worked on. */
  send(job: QueuedJob, payload: object, key: string): Promise<void>;
  /** Takes up nothing any more; what is worked on goes on. */
  close(): Promise<void>;
  /** Waits for what is worked on, and lets go of the database. */
  stop(): Promise<void>;
}

/**
 * Opens the queue in this process and works on its jobs, one of a name at a time.
 * @throws whatever the database throws
 */
export async function openJobQueue(jobs: readonly QueuedJob[]): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: readEnv().DATABASE_URL ?? "",
    schema: SCHEMA,
    max: CONNECTIONS,
    application_name: "signalbox-jobs",
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => log().warn({ error: messageOf(error) }, "the job queue reports an error"));
  try {
    await boss.start();
    for (const job of jobs) await serve(boss, job);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }
  return {
    async send(job, payload, key) {
      await boss.send(job.name, payload, { singletonKey: key });
    },
    async close() {
      await Promise.all(jobs.map(({ name }) => boss.offWork(name, { wait: false })));
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  };
}

async function serve(boss: PgBoss, job: QueuedJob): Promise<void> {
  const { name, cron } = job;
  await boss.createQueue(name, {
    policy: "exclusive",
    // Whether work is begun again is the service's own decision: a training is, once.
    retryLimit: 0,
    expireInSeconds: EXPIRE_SECONDS,
    deleteAfterSeconds: KEEP_DONE_SECONDS,
  });
  await boss.work(name, { pollingIntervalSeconds: LOOK_EVERY_SECONDS }, async (batch) => {
    for (const { data } of batch) await run(job, data ?? {});
  });
  if (cron === null) await boss.unschedule(name);
  else await boss.schedule(name, cron, {}, { tz: "UTC" });
}

async function run(job: QueuedJob, data: unknown): Promise<void> {
  try {
    const input = job.payload.parse(data);
    const handle = await job.load();
    await handle({ ctx: jobContext(), input });
  } catch (error) {
    log().warn({ job: job.name, error: messageOf(error) }, "a queued job failed");
    throw error;
  }
}
