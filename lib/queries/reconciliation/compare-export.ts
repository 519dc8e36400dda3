import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { ComparisonView } from "#lib/contracts/reconciliation-view.ts";
import { daysBetween } from "#lib/engines/cost/reconcile/counting-uploads.ts";
import type { GatheredExport } from "#lib/engines/cost/reconcile/gather-lines.ts";
import { compareBill } from "./compare-bill.ts";

/** One export beside what Signalbox knows of its days, without keeping it. Scope budget:read. */
export async function compareExport({
  ctx,
  provider,
  gathered,
}: Pick<ServiceCall, "ctx"> & { provider: Provider; gathered: GatheredExport }): Promise<ComparisonView> {
  requireScope(ctx, "budget:read");
  const { lines, firstDay, lastDay, tells } = gathered;
  const days = daysBetween(firstDay, lastDay);
  const covers = { tokens: new Set(tells.tokens ? days : []), costs: new Set(tells.costs ? days : []) };
  return compareBill({ provider, from: firstDay, to: lastDay, lines, covers, model: null, nowMs: ctx.clock.nowMs() });
}
