import type { SignalboxError } from "#lib/core/errors.ts";
import { insertAudit } from "#lib/store/audit.ts";
import { db } from "#lib/store/client.ts";
import type { ServiceContext } from "./context.ts";

/** Records that a signed-in person tried what their role does not allow. */
export async function auditDenied(ctx: ServiceContext, error: SignalboxError): Promise<void> {
  const scope = error.details.find((detail) => detail.path === "scope")?.message ?? "unknown";
  await insertAudit(db(), {
    atMs: ctx.clock.nowMs(),
    actor: ctx.actor,
    verb: "access.denied",
    entity: "access",
    entityId: scope,
    before: null,
    after: { message: error.message },
    requestId: ctx.requestId,
  });
}
