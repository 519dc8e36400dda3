import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { AuditView } from "#lib/contracts/audit.ts";
import type { Page } from "#lib/contracts/page.ts";
import { parseInput } from "#lib/core/parse.ts";
import { listAudit, listAuditedEntities } from "#lib/store/audit.ts";
import { db } from "#lib/store/client.ts";

const filterText = z.string().trim().min(1).max(200).optional();
const listAuditSchema = z.strictObject({
  entity: filterText,
  entityId: filterText,
  actor: filterText,
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, "Not a place in this list")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Who changed what, newest first; `cursor` continues after the last row of a page. */
export async function listAuditEntries({ ctx, input }: ServiceCall): Promise<Page<AuditView>> {
  requireScope(ctx, "audit:read");
  const { entity, entityId, actor, cursor, limit } = parseInput(listAuditSchema, input);
  return listAudit(db(), { entity, entityId, actorName: actor }, cursor ?? null, limit);
}

/** Kinds of things the audit knows, for its filter. */
export async function listAuditEntities({ ctx }: Pick<ServiceCall, "ctx">): Promise<string[]> {
  requireScope(ctx, "audit:read");
  return listAuditedEntities(db());
}
