import { type AuditInput, insertAudit } from "#lib/store/audit.ts";
import type { Db } from "#lib/store/client.ts";
import type { ServiceContext } from "./context.ts";

type Change = Pick<AuditInput, "verb" | "entity" | "entityId"> & Partial<Pick<AuditInput, "before" | "after">>;

/** Appends an audit entry of what the caller did. Call it inside the mutation's transaction. */
export async function recordAudit(tx: Db, ctx: ServiceContext, change: Change): Promise<void> {
  const { verb, entity, entityId, before = null, after = null } = change;
  const { actor, requestId } = ctx;
  await insertAudit(tx, { atMs: ctx.clock.nowMs(), actor, verb, entity, entityId, before, after, requestId });
}
