import type { SignalboxError } from "#lib/core/errors.ts";
import { db } from "#lib/store/client.ts";
import type { ServiceContext } from "./context.ts";
import { recordAudit } from "./record-audit.ts";

/** Records that a signed-in person tried what their role does not allow. */
export async function auditDenied(ctx: ServiceContext, error: SignalboxError): Promise<void> {
  const scope = error.details.find((detail) => detail.path === "scope")?.message ?? "unknown";
  await recordAudit(db(), ctx, {
    verb: "access.denied",
    entity: "access",
    entityId: scope,
    after: { message: error.message },
  });
}
