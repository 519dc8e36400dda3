import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { rebuildUsageMonth } from "#lib/store/usage-months.ts";
import { rebuildUsageDay } from "#lib/store/usage-rollup.ts";
import { whenFree } from "./verify-usage.ts";

const inputSchema = z.strictObject({
  day: z.iso.date(),
  /** The month of the day instead, from its days as they are. */
  month: z.boolean().default(false),
});

/**
 * Makes the sums of a day (UTC) anew from its tasks, and those of its month from its days; the tasks themselves are never
 * changed. @returns how many sums
 */
export async function repairUsage({ ctx, input }: ServiceCall): Promise<number> {
  requireScope(ctx, "budget:write");
  const { day, month } = parseInput(inputSchema, input);
  const entityId = month ? day.slice(0, 7) : day;
  // Before it: sums that somebody changed must never lack their entry.
  await recordAudit(db(), ctx, { verb: "usage.repaired", entity: "usage", entityId });
  if (month) return whenFree(() => rebuildUsageMonth(Date.parse(`${entityId}-01T00:00:00Z`)));
  return whenFree(() => rebuildUsageDay(Date.parse(`${day}T00:00:00Z`)));
}
