import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { BudgetScope } from "#lib/contracts/budget.ts";
import type { Spender, SpenderDimension, TopSpenders } from "#lib/contracts/budget-detail.ts";
import type { CostExplorerView } from "#lib/contracts/cost-explorer.ts";
import { readCosts } from "./cost-explorer.ts";

const SHOWN = 6;
/** Of a budget that never resets: what is older says little of who spends it. */
const LONGEST_MS = 5 * 365 * 86_400_000;

interface Window {
  scope: BudgetScope;
  /** ISO 8601 */
  windowStart: string;
}

/** Who spends what a budget covers, since its window began: by the hour in which tasks were decided, as the ledger counts. Scope budget:read. */
export async function readTopSpenders({ ctx, window }: Pick<ServiceCall, "ctx"> & { window: Window }) {
  requireScope(ctx, "budget:read");
  const [agent, configuration, key] = await Promise.all([
    spenders(ctx, window, "agent"),
    spenders(ctx, window, "configuration"),
    spenders(ctx, window, "key"),
  ]);
  const by = { agent: rowsOf(agent), configuration: rowsOf(configuration), key: rowsOf(key) };
  return { from: agent.from, totalNanoUsd: agent.total.costNanoUsd, by } satisfies TopSpenders;
}

function spenders(
  ctx: ServiceContext,
  { scope, windowStart }: Window,
  by: SpenderDimension,
): Promise<CostExplorerView> {
  const filters = Object.fromEntries(Object.entries(scope).map(([part, value]) => [part, [value]]));
  const nowMs = ctx.clock.nowMs();
  const fromMs = Math.max(Date.parse(windowStart), nowMs - LONGEST_MS);
  // A moment later at least: a window that begins this very moment is one, too.
  const [from, to] = [fromMs, Math.max(nowMs, fromMs + 1)].map((ms) => new Date(ms).toISOString());
  const input = { from, to, bucket: "month", by: [by], filters, top: 1, limit: SHOWN };
  return readCosts({ ctx, input });
}

const rowsOf = ({ rows }: CostExplorerView): Spender[] =>
  rows.map(({ values, tasks, costNanoUsd, unpricedTasks }) => {
    const { value = null, label = "" } = values[0] ?? {};
    return { value, label, tasks: tasks ?? 0, costNanoUsd, unpricedTasks };
  });
