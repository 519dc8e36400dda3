import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { db } from "#lib/store/client.ts";
import { listStuckJobs } from "#lib/store/health-facts.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { counted, type HealthCheck, MINUTE_MS, overall, TWICE } from "../check-definition.ts";

/** A queue looks every second: what waits longer is waited for by nobody. */
const WAITING_MS = 10 * MINUTE_MS;
/** Trainings end within minutes; what takes so long holds all others of its name up. */
const WORKING_MS = 2 * 60 * MINUTE_MS;

/** Jobs are taken up, and end. */
export const jobsCheck: HealthCheck = {
  id: "jobs",
  damping: TWICE,
  forgetAfterMs: 0,
  run: checkJobs,
};

async function checkJobs(ctx: ServiceContext): Promise<Verdict[]> {
  const nowMs = ctx.clock.nowMs();
  const closed = (await listOpenProblems(db())).find(({ topic }) => topic === "jobs");
  if (closed) return [overall("Job queue", { state: "failing", sentence: closed.message, href: "/training" })];
  const jobs = await listStuckJobs(db(), nowMs - WAITING_MS, nowMs - WORKING_MS);
  const stuck = jobs.map(({ name, id, working, sinceMs, queued }): Verdict => {
    const minutes = Math.round((nowMs - sinceMs) / MINUTE_MS);
    const sentence = working
      ? `A job "${name}" is worked on for ${minutes} minutes; ${queued} wait behind it.`
      : `A job "${name}" waits for ${minutes} minutes and nobody takes it up.`;
    const evidence = [
      { name: "job", value: id },
      { name: "since", value: new Date(sinceMs).toISOString() },
      { name: "waiting", value: String(queued) },
    ];
    return { subject: name, label: name, state: "failing", sentence, evidence, href: "/training" };
  });
  const sentence = stuck.length === 0 ? "Every job was taken up and ends." : `${counted(stuck.length, "queue")} stuck.`;
  return [overall("All queues", { state: "ok", sentence }), ...stuck];
}
