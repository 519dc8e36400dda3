import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { ImportView } from "#lib/contracts/history.ts";
import { db } from "#lib/store/client.ts";
import { listImports as readImports } from "#lib/store/history.ts";

/** The latest 200 imports, newest first. */
export async function listImports({ ctx }: Pick<ServiceCall, "ctx">): Promise<ImportView[]> {
  requireScope(ctx, "history:read");
  const rows = await readImports(db());
  return rows.map((row) => ({
    importId: row.id,
    fleetName: row.fleetName,
    source: row.source,
    tasks: row.taskCount,
    agents: row.agentCount,
    outcomes: row.outcomeCount,
    interactions: row.interactionCount,
    dataSha256: row.dataSha256,
    authorName: row.authorName,
    createdAt: row.createdAt.toISOString(),
  }));
}
