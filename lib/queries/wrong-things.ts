import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { HealthSummary, WrongThing } from "#lib/contracts/health-check.ts";
import { HEALTH_CHECK_LIST } from "#lib/contracts/health-check-list.ts";
import { severity } from "#lib/engines/health/condition.ts";
import { db } from "#lib/store/client.ts";
import { listHealthChecks } from "#lib/store/health-check.ts";
import { listOpenIncidents } from "#lib/store/health-incident.ts";

/** What checks have found that is not well, the worst first, then the oldest; without what somebody has silenced. */
export async function readWrongThings({ ctx }: Pick<ServiceCall, "ctx">): Promise<WrongThing[]> {
  requireScope(ctx, "health:read");
  const nowMs = ctx.clock.nowMs();
  const [rows, incidents] = await Promise.all([listHealthChecks(db()), listOpenIncidents(db())]);
  return rows
    .filter(({ state, silence }) => state !== "ok" && !(silence && silence.untilMs > nowMs))
    .toSorted((a, b) => severity(b.state) - severity(a.state) || a.sinceMs - b.sinceMs)
    .map(({ checkId, subject, label, state, sentence, href, sinceMs }) => {
      const own = incidents.find((incident) => incident.checkId === checkId && incident.subject === subject);
      const since = new Date(sinceMs).toISOString();
      return { checkId, subject, label, state, sentence, href, since, acknowledgedBy: own?.acknowledgedBy ?? null };
    });
}

/** The lamp that every page shows. */
export async function readHealthSummary({ ctx }: Pick<ServiceCall, "ctx">): Promise<HealthSummary> {
  return summarize(await readWrongThings({ ctx }));
}

/** "2 failing, 1 degraded: Database, Disk and more." */
export function summarize(wrong: readonly WrongThing[]): HealthSummary {
  const failing = wrong.filter(({ state }) => state === "failing").length;
  const degraded = wrong.length - failing;
  const state = failing > 0 ? "failing" : degraded > 0 ? "degraded" : "ok";
  if (state === "ok") return { state, sentence: `${HEALTH_CHECK_LIST.length} checks find nothing wrong.` };
  const counts = [failing > 0 ? `${failing} failing` : "", degraded > 0 ? `${degraded} degraded` : ""].filter(Boolean);
  const labels = wrong.slice(0, 2).map(({ label }) => label);
  return { state, sentence: `${counts.join(", ")}: ${labels.join(", ")}${wrong.length > 2 ? " and more" : ""}.` };
}
