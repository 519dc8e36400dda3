import type { LedgerEntryView } from "#lib/contracts/budget-detail.ts";
import type { CountedWindow } from "./budget.ts";
import type { Db } from "./client.ts";

/** The newest entries that count in a window: at most so many are read of each set, however long the ledger is. */
export async function listLedgerEntries(db: Db, window: CountedWindow, limit: number): Promise<LedgerEntryView[]> {
  const { budgetId, startMs, bucketStartMs } = window;
  const rows = await db.$queryRaw<
    { id: bigint; at: Date; kind: string; decision_id: string | null; held: bigint; spent: bigint; start: Date }[]
  >`
    select newest.*, s.window_start start
    from ledger_set s cross join lateral (
      select e.id, e.at, e.kind::text kind, e.decision_id, e.held_nano_usd held, e.spent_nano_usd spent
      from ledger_entry e where e.set_id = s.set_id order by e.id desc limit ${limit}
    ) newest
    where s.budget_id = ${budgetId}
      and s.window_start between ${new Date(startMs)} and ${new Date(bucketStartMs)}
    order by newest.id desc limit ${limit}`;
  return rows.map(({ id, at, kind, decision_id, held, spent, start }) => ({
    id: id.toString(),
    at: at.toISOString(),
    kind,
    decisionId: decision_id,
    heldNanoUsd: held.toString(),
    spentNanoUsd: spent.toString(),
    windowStart: start.toISOString(),
  }));
}
