import type { BudgetScope, SaveBudget } from "#lib/contracts/budget.ts";
import type { Db } from "./client.ts";

/** A budget as it is kept. */
export interface BudgetRow {
  id: string;
  name: string;
  scope: BudgetScope;
  limitNanoUsd: bigint;
  period: SaveBudget["period"];
  timeZone: string;
  action: SaveBudget["action"];
}

/** Budgets in force, by name. */
export async function listBudgets(db: Db): Promise<BudgetRow[]> {
  const rows = await db.budget.findMany({ where: { archivedAt: null }, orderBy: { name: "asc" } });
  return rows.map(({ id, name, scope, limitNanoUsd, period, timeZone, action }) => ({
    id,
    name,
    scope: scope as BudgetScope,
    limitNanoUsd,
    period,
    timeZone,
    action,
  }));
}

export async function findBudget(db: Db, id: string): Promise<BudgetRow | null> {
  return (await listBudgets(db)).find((budget) => budget.id === id) ?? null;
}

/** @returns false when a budget in force has the name. */
export async function insertBudget(db: Db, budget: BudgetRow, authorName: string, atMs: number): Promise<boolean> {
  const at = new Date(atMs);
  const data = { ...budget, createdBy: authorName, createdAt: at, updatedAt: at };
  const { count } = await db.budget.createMany({ data, skipDuplicates: true });
  return count === 1;
}

/** @returns false when the budget does not exist or is archived. */
export async function updateBudget(db: Db, budget: BudgetRow, atMs: number): Promise<boolean> {
  const { id, ...fields } = budget;
  const { count } = await db.budget.updateMany({
    where: { id, archivedAt: null },
    data: { ...fields, updatedAt: new Date(atMs) },
  });
  return count === 1;
}

/** Takes the budget out of force; its ledger stays. @returns false when it was not in force. */
export async function archiveBudget(db: Db, id: string, atMs: number): Promise<boolean> {
  const { count } = await db.budget.updateMany({
    where: { id, archivedAt: null },
    data: { archivedAt: new Date(atMs) },
  });
  return count === 1;
}

/** Spent and held of the named windows; a window without a row has neither. */
export async function readBalances(db: Db, windows: readonly { budgetId: string; startMs: number }[]) {
  if (windows.length === 0) return [];
  const rows = await db.budgetBalance.findMany({
    where: { OR: windows.map(({ budgetId, startMs }) => ({ budgetId, windowStart: new Date(startMs) })) },
  });
  return rows.map((row) => ({
    budgetId: row.budgetId,
    startMs: row.windowStart.getTime(),
    spentNanoUsd: row.spentNanoUsd,
    heldNanoUsd: row.heldNanoUsd,
  }));
}
