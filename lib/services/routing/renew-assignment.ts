import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db, pool } from "#lib/store/client.ts";
import { findDecisionAgent } from "#lib/store/decision.ts";
import { renewLease } from "#lib/store/ending.ts";
import { requireOwnDecision } from "./own-decision.ts";

/**
 * Extends the lease of a running assignment by its full length from now.
 * @throws SignalboxError not_found; conflict when the lease has ended: its slot may be somebody else's
 */
export async function renewAssignment({ ctx, input }: ServiceCall): Promise<{ id: string; expires_at: string }> {
  requireScope(ctx, "outcome:write");
  const { decisionId } = parseInput(z.strictObject({ decisionId: z.string().max(64) }), input);
  requireOwnDecision(ctx, decisionId, await findDecisionAgent(db(), null, decisionId));
  const lease = await renewLease(pool(), decisionId, ctx.clock.nowMs());
  if (!lease) throw new SignalboxError("conflict", "This assignment has ended. Route the task again.");
  return { id: lease.id, expires_at: new Date(lease.expiresAtMs).toISOString() };
}
