import { carryLines, type LedgerLine, type LedgerWindow, resetLines, windowChanges } from "#lib/core/ledger.ts";
import type { CountedWindow } from "./budget.ts";
import type { Db } from "./client.ts";
import { ledgerSetId, setsOf } from "./ledger-set.ts";

/** What counts before and after an edit of a budget. */
export interface EditedWindows {
  before: CountedWindow;
  after: CountedWindow;
}

/** A balance of the edited budget under lock. */
interface LockedUsage {
  window: LedgerWindow;
  spentNanoUsd: bigint;
}

/**
 * Locks the balances that count before and after an edit, so that placements under way come before it, and those that
 * wait find the new terms. To be called before the budget is changed.
 */
export async function lockUsage(tx: Db, { before, after }: EditedWindows): Promise<LockedUsage[]> {
  const { budgetId } = before;
  // The epoch is the row that placements of a rolling budget lock.
  const starts = [0, before.bucketStartMs, after.bucketStartMs];
  await tx.$executeRaw`
    insert into budget_balance (budget_id, window_start)
    select ${budgetId}, to_timestamp(w / 1000.0) from unnest(${starts}::float8[]) w order by w on conflict do nothing`;
  const rows = await tx.$queryRaw<{ window_start: Date; spent: bigint }[]>`
    select window_start, spent_nano_usd spent from budget_balance
    where budget_id = ${budgetId} and (window_start = to_timestamp(0)
      or window_start between ${new Date(before.startMs)} and ${new Date(before.bucketStartMs)}
      or window_start between ${new Date(after.startMs)} and ${new Date(after.bucketStartMs)})
    order by window_start for update`;
  return rows.map(({ window_start, spent }) => ({
    window: { budgetId, startMs: window_start.getTime() },
    spentNanoUsd: spent,
  }));
}

const counts =
  ({ startMs, bucketStartMs }: CountedWindow) =>
  (usage: LockedUsage) =>
    usage.window.startMs >= startMs && usage.window.startMs <= bucketStartMs;

/** Lets the window after the edit count from nothing. */
export async function resetUsage(tx: Db, { after }: EditedWindows, locked: readonly LockedUsage[], atMs: number) {
  return append(tx, resetLines(locked.filter(counts(after))), atMs);
}

/** Takes what was spent along to the window after the edit, where that is another one. */
export async function carryUsage(
  tx: Db,
  { before, after }: EditedWindows,
  locked: readonly LockedUsage[],
  atMs: number,
) {
  const to = { budgetId: after.budgetId, startMs: after.bucketStartMs };
  // What lies in the window after the edit already counts there.
  const outside = locked.filter((usage) => counts(before)(usage) && !counts(after)(usage));
  return append(tx, carryLines(outside, to), atMs);
}

async function append(tx: Db, lines: readonly LedgerLine[], atMs: number): Promise<void> {
  for (const [id, windows] of setsOf(lines)) {
    for (const { budgetId, startMs } of windows) {
      await tx.$executeRaw`
        insert into ledger_set (set_id, budget_id, window_start) values (${id}::uuid, ${budgetId}, ${new Date(startMs)})
        on conflict do nothing`;
    }
  }
  for (const { windows, kind, heldNanoUsd, spentNanoUsd } of lines) {
    await tx.$executeRaw`
      insert into ledger_entry (at, set_id, kind, held_nano_usd, spent_nano_usd)
      values (${new Date(atMs)}, ${ledgerSetId(windows)}::uuid, ${kind}::ledger_kind, ${heldNanoUsd}, ${spentNanoUsd})`;
  }
  for (const { budgetId, startMs, heldNanoUsd, spentNanoUsd } of windowChanges(lines)) {
    await tx.$executeRaw`
      update budget_balance set held_nano_usd = held_nano_usd + ${heldNanoUsd}, spent_nano_usd = spent_nano_usd + ${spentNanoUsd}
      where budget_id = ${budgetId} and window_start = ${new Date(startMs)}`;
  }
}
