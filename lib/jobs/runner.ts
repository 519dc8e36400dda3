import { messageOf } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";
import type { JobDefinition } from "./definitions.ts";
import { jobContext } from "./job-context.ts";

/** Runs every job at its interval, one run of each at a time. @returns stops them, after the runs under way. */
export function startJobs(jobs: readonly JobDefinition[]): () => Promise<void> {
  const stops = jobs.map(start);
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function start(job: JobDefinition): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= run(job).finally(() => {
      running = null;
    });
  }, job.everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function run(job: JobDefinition): Promise<void> {
  try {
    await job.run({ ctx: jobContext() });
  } catch (error) {
    log().warn({ job: job.name, error: messageOf(error) }, "a job failed; it runs again at its interval");
  }
}
