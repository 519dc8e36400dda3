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
    with checked as materialized (
      select bb.budget_id, b.name, bb.window_start, bb.held_nano_usd, bb.spent_nano_usd
      from budget_balance bb join budget b on b.id = bb.budget_id
      where bb.window_start >= ${since} or b.period = 'total' or bb.window_start = to_timestamp(0)
    ), summed as materialized (
      select e.set_id, sum(e.held_nano_usd) held, sum(e.spent_nano_usd) spent
      from ledger_entry e
      where e.set_id in (select s.set_id from ledger_set s join checked c using (budget_id, window_start))
      group by e.set_id
    ), ledger as (
      select s.budget_id, s.window_start, sum(m.held)::bigint held, sum(m.spent)::bigint spent
      from summed m join ledger_set s on s.set_id = m.set_id group by 1, 2
    )
    select c.budget_id, c.name, c.window_start, c.held_nano_usd - coalesce(l.held, 0) held,
      c.spent_nano_usd - coalesce(l.spent, 0) spent
    from checked c left join ledger l using (budget_id, window_start)
    where c.held_nano_usd <> coalesce(l.held, 0) or c.spent_nano_usd <> coalesce(l.spent, 0)
    order by c.name, c.window_start`;
  return rows.map(toDrift);
}

/**
 * Windows whose held amount is not what the running leases hold: a hold that never ended, or that ended with its lease
 * still running. A lease and its hold begin and end in one transaction, and one statement sees one moment.
 */
export async function findLostHolds(db: Db): Promise<LedgerDrift[]> {
  const rows = await db.$queryRaw<
    { budget_id: string; name: string; window_start: Date; held: bigint; spent: bigint }[]
  >`
    with running as (
      select s.budget_id, s.window_start, sum(e.held_nano_usd)::bigint held
      from assignment a join ledger_entry e on e.decision_id = a.decision_id and e.kind = 'hold'
      join ledger_set s on s.set_id = e.set_id
      where a.ended_at is null group by 1, 2
    )
    select bb.budget_id, b.name, bb.window_start, bb.held_nano_usd - coalesce(r.held, 0) held, 0::bigint spent
    from budget_balance bb join budget b on b.id = bb.budget_id
    left join running r on r.budget_id = bb.budget_id and r.window_start = bb.window_start
    where bb.held_nano_usd <> coalesce(r.held, 0) order by b.name, bb.window_start`;
  return rows.map(toDrift);
}

function toDrift(row: {
  budget_id: string;
  name: string;
  window_start: Date;
  held: bigint;
  spent: bigint;
}): LedgerDrift {
  return {
    budgetId: row.budget_id,
    budgetName: row.name,
    windowStart: row.window_start,
    heldNanoUsd: row.held,
    spentNanoUsd: row.spent,
  };
}

/** Leases that should have ended by themselves long ago: nobody expires what they hold. */
export async function countOverdueLeases(db: Db, before: Date): Promise<number> {
  return db.assignment.count({ where: { endedAt: null, expiresAt: { lt: before } } });
}

/** When the newest hold of a budget was made in a window before the given one, since a time; null: none was. */
export async function newestHoldBefore(db: Db, budgetId: string, windowStart: Date, since: Date): Promise<Date | null> {
  const rows = await db.$queryRaw<{ at: Date }[]>`
    select newest.at from (
      select set_id from ledger_set where budget_id = ${budgetId} and window_start < ${windowStart}
      order by window_start desc limit 50
    ) s cross join lateral (
      select e.at from ledger_entry e where e.set_id = s.set_id and e.kind = 'hold' order by e.id desc limit 1
    ) newest where newest.at > ${since} order by newest.at desc limit 1`;
  return rows[0]?.at ?? null;
}
