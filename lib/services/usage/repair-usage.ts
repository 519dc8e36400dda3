import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { rebuildUsageDay } from "#lib/store/usage-rollup.ts";
import { whenFree } from "./verify-usage.ts";

/** Makes the sums of a day (UTC) anew from its tasks; the tasks themselves are never changed. @returns how many sums */
export async function repairUsage({ ctx, input }: ServiceCall): Promise<number> {
  requireScope(ctx, "budget:write");
  const { day } = parseInput(z.strictObject({ day: z.iso.date() }), input);
  // Before it: sums that somebody changed must never lack their entry.
  await recordAudit(db(), ctx, { verb: "usage.repaired", entity: "usage", entityId: day });
  return whenFree(() => rebuildUsageDay(Date.parse(`${day}T00:00:00Z`)));
}
