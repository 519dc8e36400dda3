import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { silenceCheckSchema } from "#lib/contracts/health-check.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { putSilence } from "#lib/store/health-check.ts";
import { addIncidentEvent, findOpenIncident } from "#lib/store/health-incident.ts";

const HOUR_MS = 3_600_000;

/**
 * Keeps the alerts of a check's subject back until an end, or ends that with no hours. It is looked at as before, and what
 * is wrong still at the end is told of then.
 * @throws SignalboxError not_found; invalid_input without a reason
 */
export async function silenceCheck({ ctx, input }: ServiceCall): Promise<{ until: string | null }> {
  requireScope(ctx, "health:write");
  const { checkId, subject, hours, reason } = parseInput(silenceCheckSchema, input);
  const atMs = ctx.clock.nowMs();
  if (hours > 0 && reason.length < 3) {
    throw new SignalboxError("invalid_input", "Say why it is silenced.", {
      details: [{ path: "reason", message: "Say why" }],
    });
  }
  const silence = hours > 0 ? { atMs, untilMs: atMs + hours * HOUR_MS, by: ctx.actor.name, reason } : null;
  const until = silence && new Date(silence.untilMs).toISOString();
  await inTransaction(async (tx) => {
    if (!(await putSilence(tx, checkId, subject, silence)))
      throw new SignalboxError("not_found", "Nothing of this name is checked.");
    const incident = await findOpenIncident(tx, { checkId, subject });
    const text = until === null ? "Not silenced any more." : `Silenced until ${until}: ${reason}`;
    if (incident) await addIncidentEvent(tx, incident.id, { kind: "silenced", actorName: ctx.actor.name, text, atMs });
    const verb = silence ? "health.silence" : "health.unsilence";
    await recordAudit(tx, ctx, {
      verb,
      entity: "health_check",
      entityId: `${checkId}/${subject}`,
      after: { until, reason },
    });
  });
  return { until };
}
