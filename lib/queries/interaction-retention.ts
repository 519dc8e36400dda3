import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { InteractionRetentionView } from "#lib/contracts/interaction-retention.ts";
import { db } from "#lib/store/client.ts";
import { listInteractionRetentions } from "#lib/store/interaction-retention.ts";

/** How long interactions are kept, for all fleets and for those with a setting of their own; none: kept. */
export async function readInteractionRetentions({ ctx }: ServiceCall): Promise<InteractionRetentionView[]> {
  requireScope(ctx, "history:read");
  const rows = await listInteractionRetentions(db());
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
}
