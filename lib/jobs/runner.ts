import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { log } from "#lib/runtime/log.ts";
import { JOBS, type JobDefinition } from "./definitions.ts";

/** Runs every job at its interval, one run of each at a time. @returns stops them, after the runs under way. */
export function startJobs(): () => Promise<void> {
  const stops = JOBS.map(start);
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
  const actor = { kind: "system", id: "jobs", name: "Signalbox" } as const;
  const requestId = newId("run", systemClock.nowMs());
  try {
    await job.run({ ctx: { actor, requestId, clock: systemClock } });
  } catch (error) {
    log().warn({ job: job.name, error: messageOf(error) }, "a job failed; it runs again at its interval");
  }
}
