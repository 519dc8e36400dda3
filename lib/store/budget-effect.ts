import type pg from "pg";
import type { BudgetEffectKind } from "#lib/contracts/budget.ts";
import type { BudgetEffectView } from "#lib/contracts/budget-detail.ts";
import type { Db } from "./client.ts";

/** What one budget did to a decision. */
export interface PlacementEffect {
  budgetId: string;
  windowStartMs: number;
  kind: BudgetEffectKind;
}

/** Writes down what budgets did to the decisions that are being placed. */
export async function insertBudgetEffects(
  client: pg.PoolClient,
  placed: readonly { decision: { id: string; atMs: number }; effects: readonly PlacementEffect[] }[],
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

/** The newest decisions that a budget refused or made cheaper. */
export async function listBudgetEffects(db: Db, budgetId: string, limit: number): Promise<BudgetEffectView[]> {
  const rows = await db.$queryRaw<
    (Nullable<NonNullable<BudgetEffectView["decision"]>> & { id: string; at: Date; kind: BudgetEffectKind })[]
  >`
    select e.decision_id id, e.at, e.kind::text kind, d.fleet_name "fleetName", d.task_type "taskType",
      d.verdict::text verdict, d.reason
    from budget_effect e left join decision d on d.id = e.decision_id
    where e.budget_id = ${budgetId} order by e.decision_id desc limit ${limit}`;
  return rows.map(({ id, at, kind, fleetName, taskType, verdict, reason }) => ({
    decisionId: id,
    at: at.toISOString(),
    kind,
    decision:
      fleetName === null || taskType === null || verdict === null || reason === null
        ? null
        : { fleetName, taskType, verdict, reason },
  }));
}

type Nullable<Row> = { [name in keyof Row]: Row[name] | null };

/** Windows in which a budget has refused somebody since a time, by the terms it has now, and how often. */
export async function listBlockedWindows(db: Db, sinceMs: number) {
  const rows = await db.$queryRaw<{ budget_id: string; window_start: Date; refused: number }[]>`
    select e.budget_id, e.window_start, count(*)::int refused
    from budget_effect e join budget b on b.id = e.budget_id and e.at >= b.updated_at
    where e.at >= ${new Date(sinceMs)} and e.kind = 'blocked' group by 1, 2`;
  return rows.map((row) => ({
    budgetId: row.budget_id,
    windowStartMs: row.window_start.getTime(),
    refused: row.refused,
  }));
}
