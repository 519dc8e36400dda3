import type pg from "pg";
import type { BudgetEffectKind } from "#lib/contracts/budget.ts";
import type { Db } from "./client.ts";
import type { Placement } from "./placement.ts";

/** Writes down what budgets did to the decisions that are being placed. */
export async function insertBudgetEffects(
  client: pg.PoolClient,
  placed: readonly Pick<Placement, "decision" | "effects">[],
): Promise<void> {
  const rows = placed.flatMap(({ decision, effects }) => effects.map((effect) => ({ ...effect, decision })));
  if (rows.length === 0) return;
  await client.query({
    name: "budget-effect-insert",
    text: `insert into budget_effect (budget_id, decision_id, at, window_start, kind)
      select x.b, x.d, to_timestamp(x.t / 1000.0), to_timestamp(x.w / 1000.0), x.k::budget_effect_kind
      from unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::text[]) x(b, d, t, w, k)
      join budget on budget.id = x.b on conflict do nothing`,
    values: [
      rows.map(({ budgetId }) => budgetId),
      rows.map(({ decision }) => decision.id),
      rows.map(({ decision }) => decision.atMs),
      rows.map(({ windowStartMs }) => windowStartMs),
      rows.map(({ kind }) => kind),
    ],
  });
}

export interface BudgetEffectRow {
  decisionId: string;
  at: Date;
  kind: BudgetEffectKind;
}

/** The newest decisions that a budget refused or made cheaper. */
export async function listBudgetEffects(db: Db, budgetId: string, limit: number): Promise<BudgetEffectRow[]> {
  const rows = await db.budgetEffect.findMany({ where: { budgetId }, orderBy: { decisionId: "desc" }, take: limit });
  return rows.map(({ decisionId, at, kind }) => ({ decisionId, at, kind }));
}

/** Windows in which a budget has refused somebody since a time, and how often. */
export async function listBlockedWindows(db: Db, sinceMs: number) {
  const rows = await db.$queryRaw<{ budget_id: string; window_start: Date; refused: number }[]>`
    select budget_id, window_start, count(*)::int refused from budget_effect
    where at >= ${new Date(sinceMs)} and kind = 'blocked' group by 1, 2`;
  return rows.map((row) => ({
    budgetId: row.budget_id,
    windowStartMs: row.window_start.getTime(),
    refused: row.refused,
  }));
}
