import type { Db } from "./client.ts";

/** A balance that is not the sum of its ledger entries. */
export interface LedgerDrift {
  budgetId: string;
  budgetName: string;
  windowStart: Date;
  /** Balance minus ledger, in nano-dollars. */
  heldNanoUsd: bigint;
  spentNanoUsd: bigint;
}

/**
 * Compares every balance whose window began at `since` or later, and those of budgets that never reset, with the sum of
 * its entries. One statement sees one moment, so decisions under way do not look like drift.
 */
export async function findLedgerDrift(db: Db, since: Date): Promise<LedgerDrift[]> {
  const rows = await db.$queryRaw<
    { budget_id: string; name: string; window_start: Date; held: bigint; spent: bigint }[]
  >`
    select bb.budget_id, b.name, bb.window_start,
      bb.held_nano_usd - l.held held, bb.spent_nano_usd - l.spent spent
    from budget_balance bb join budget b on b.id = bb.budget_id
    cross join lateral (
      select coalesce(sum(held_nano_usd), 0)::bigint held, coalesce(sum(spent_nano_usd), 0)::bigint spent
      from ledger_entry e where e.budget_id = bb.budget_id and e.window_start = bb.window_start
    ) l
    where (bb.window_start >= ${since} or b.period = 'total')
      and (bb.held_nano_usd <> l.held or bb.spent_nano_usd <> l.spent)
    order by b.name, bb.window_start`;
  return rows.map((row) => ({
    budgetId: row.budget_id,
    budgetName: row.name,
    windowStart: row.window_start,
    heldNanoUsd: row.held,
    spentNanoUsd: row.spent,
  }));
}
