import type {
  BudgetAction,
  BudgetAlignment,
  BudgetPeriod,
  BudgetScope,
  BudgetThreshold,
} from "#lib/contracts/budget.ts";
import type { Prisma } from "#lib/generated/prisma/client.ts";
import type { Db } from "./client.ts";

/** More room until a moment. */
export interface RaiseRow {
  byNanoUsd: bigint;
  untilMs: number;
  reason: string;
  raisedBy: string;
}

/** It goes on counting and refuses nothing. */
export interface PauseRow {
  sinceMs: number;
  by: string;
  reason: string;
}

/** What an edit sets. */
export interface BudgetFields {
  name: string;
  scope: BudgetScope;
  limitNanoUsd: bigint;
  period: BudgetPeriod;
  alignment: BudgetAlignment;
  timeZone: string;
  action: BudgetAction;
  thresholds: BudgetThreshold[];
  paced: boolean;
}

/** A budget as it is kept. */
export interface BudgetRow extends BudgetFields {
  id: string;
  raise: RaiseRow | null;
  paused: PauseRow | null;
  /** Moves with every change. */
  revision: number;
  updatedAtMs: number;
}

/** Budgets in force, by name. */
export async function listBudgets(db: Db): Promise<BudgetRow[]> {
  const rows = await db.budget.findMany({ where: { archivedAt: null }, orderBy: { name: "asc" } });
  return rows.map(toRow);
}

export async function findBudget(db: Db, id: string): Promise<BudgetRow | null> {
  const row = await db.budget.findFirst({ where: { id, archivedAt: null } });
  return row && toRow(row);
}

function toRow(row: Prisma.BudgetGetPayload<object>): BudgetRow {
  const { id, name, scope, limitNanoUsd, period, alignment, timeZone, action, thresholds, paced, revision } = row;
  const { raiseNanoUsd, raiseUntil, raiseReason, raisedBy, pausedAt, pausedBy, pauseReason } = row;
  return {
    ...{ id, name, limitNanoUsd, period, alignment, timeZone, action, paced, revision },
    updatedAtMs: row.updatedAt.getTime(),
    scope: scope as BudgetScope,
    thresholds: thresholds as BudgetThreshold[],
    raise:
      raiseNanoUsd === null || raiseUntil === null
        ? null
        : {
            byNanoUsd: raiseNanoUsd,
            untilMs: raiseUntil.getTime(),
            reason: raiseReason ?? "",
            raisedBy: raisedBy ?? "",
          },
    paused: pausedAt && { sinceMs: pausedAt.getTime(), by: pausedBy ?? "", reason: pauseReason ?? "" },
  };
}

/** @returns false when a budget in force has the name. */
export async function insertBudget(
  db: Db,
  id: string,
  fields: BudgetFields,
  authorName: string,
  atMs: number,
): Promise<boolean> {
  const at = new Date(atMs);
  const data = { id, ...fields, createdBy: authorName, createdAt: at, updatedAt: at };
  const { count } = await db.budget.createMany({ data, skipDuplicates: true });
  return count === 1;
}

/** @returns false when the budget does not exist or is archived. */
export function updateBudget(db: Db, id: string, fields: BudgetFields, atMs: number): Promise<boolean> {
  return change(db, id, fields, atMs);
}

/** Sets or ends a raise. @returns false when the budget is not in force. */
export function updateRaise(db: Db, id: string, raise: RaiseRow | null, atMs: number): Promise<boolean> {
  const data = {
    raiseNanoUsd: raise?.byNanoUsd ?? null,
    raiseUntil: raise && new Date(raise.untilMs),
    raiseReason: raise?.reason ?? null,
    raisedBy: raise?.raisedBy ?? null,
  };
  return change(db, id, data, atMs);
}

/** Pauses, or ends a pause. @returns false when the budget is not in force. */
export function updatePause(db: Db, id: string, pause: PauseRow | null, atMs: number): Promise<boolean> {
  const data = {
    pausedAt: pause && new Date(pause.sinceMs),
    pausedBy: pause?.by ?? null,
    pauseReason: pause?.reason ?? null,
  };
  return change(db, id, data, atMs);
}

/** Notes a change of what counts. @returns false when the budget is not in force. */
export function touchBudget(db: Db, id: string, atMs: number): Promise<boolean> {
  return change(db, id, {}, atMs);
}

/** Takes the budget out of force; its ledger stays. @returns false when it was not in force. */
export function archiveBudget(db: Db, id: string, atMs: number): Promise<boolean> {
  return change(db, id, { archivedAt: new Date(atMs) }, atMs);
}

/** Every change moves the revision: what was decided by the terms before is decided anew. */
async function change(db: Db, id: string, data: Prisma.BudgetUpdateManyMutationInput, atMs: number): Promise<boolean> {
  const { count } = await db.budget.updateMany({
    where: { id, archivedAt: null },
    data: { ...data, revision: { increment: 1 }, updatedAt: new Date(atMs) },
  });
  return count === 1;
}

/** What of a budget's balances counts: one window, or the buckets of a rolling one. */
export interface CountedWindow {
  budgetId: string;
  startMs: number;
  /** Start of the newest that counts: the same as `startMs` for a calendar window. */
  bucketStartMs: number;
}

export interface CountedBalance {
  spentNanoUsd: bigint;
  heldNanoUsd: bigint;
  unheldNanoUsd: bigint;
}

const NOTHING: CountedBalance = { spentNanoUsd: 0n, heldNanoUsd: 0n, unheldNanoUsd: 0n };

/** What counts in each of the windows, in their order. */
export async function readBalances(db: Db, windows: readonly CountedWindow[]): Promise<CountedBalance[]> {
  if (windows.length === 0) return [];
  const budgetIds = windows.map(({ budgetId }) => budgetId);
  const starts = windows.map(({ startMs }) => startMs);
  const ends = windows.map(({ bucketStartMs }) => bucketStartMs);
  const rows = await db.$queryRaw<{ i: bigint; spent: bigint; held: bigint; unheld: bigint }[]>`
    select x.i, sum(bb.spent_nano_usd)::bigint spent, sum(bb.held_nano_usd)::bigint held,
      sum(bb.unheld_nano_usd)::bigint unheld
    from unnest(${budgetIds}::text[], ${starts}::float8[], ${ends}::float8[]) with ordinality x(b, f, t, i)
    join budget_balance bb on bb.budget_id = x.b
      and bb.window_start between to_timestamp(x.f / 1000.0) and to_timestamp(x.t / 1000.0)
    group by x.i`;
  const found = new Map(rows.map((row) => [Number(row.i), row]));
  return windows.map((_, i) => {
    const row = found.get(i + 1);
    return row ? { spentNanoUsd: row.spent, heldNanoUsd: row.held, unheldNanoUsd: row.unheld } : NOTHING;
  });
}
