import type pg from "pg";
import { type LedgerHold, type LedgerLine, type LedgerWindow, windowChanges, windowKey } from "#lib/core/ledger.ts";
import { type LedgerSets, ledgerSetId, makeLedgerSets, readLedgerSets } from "./ledger-set.ts";

/** A window a hold is made in, with the terms it was decided by. */
export interface HeldWindow extends LedgerWindow {
  /** Of the budget, when the caller read it. */
  revision: number;
  /** Of a rolling budget: where the buckets begin that count with this one. Null: this window alone counts. */
  rollingFromMs: number | null;
}

/** What one decision reserves: the same amount in each of the windows. */
export interface Hold {
  windows: readonly HeldWindow[];
  amountNanoUsd: bigint;
}

/** A budget's window as it stands under the row lock. */
export interface LockedBalance {
  usedNanoUsd: bigint;
  limitNanoUsd: bigint;
  blocks: boolean;
  revision: number;
}

/** The row of a rolling budget that its placements lock, whichever bucket they find to be the newest; it has no amounts. */
const ANCHOR_MS = 0;

/** Locks windows in one order for everybody. @returns what is spent and held of each, by `windowKey` */
export async function lockWindows(
  client: pg.PoolClient,
  windows: readonly LedgerWindow[],
): Promise<Map<string, bigint>> {
  if (windows.length === 0) return new Map();
  const { rows } = await client.query<{ budget_id: string; start_ms: number; used: string }>({
    name: "balance-lock",
    text: `select budget_id, extract(epoch from window_start)::float8 * 1000 start_ms, spent_nano_usd + held_nano_usd used
      from budget_balance
      where (budget_id, window_start) in (select b, to_timestamp(w / 1000.0) from unnest($1::text[], $2::float8[]) x(b, w))
      order by budget_id collate "C", window_start for update`,
    values: [windows.map(({ budgetId }) => budgetId), windows.map(({ startMs }) => startMs)],
  });
  return new Map(
    rows.map((row) => [windowKey({ budgetId: row.budget_id, startMs: Math.round(row.start_ms) }), BigInt(row.used)]),
  );
}

/** Makes the rows of windows that have none yet; of budgets that are gone none can be made, and none is needed. */
export async function makeWindows(client: pg.PoolClient, windows: readonly LedgerWindow[]): Promise<void> {
  if (windows.length === 0) return;
  await client.query({
    name: "balance-make",
    text: `insert into budget_balance (budget_id, window_start)
      select x.b, to_timestamp(x.w / 1000.0) from unnest($1::text[], $2::float8[]) x(b, w) join budget on budget.id = x.b
      order by x.b collate "C", x.w on conflict do nothing`,
    values: [windows.map(({ budgetId }) => budgetId), windows.map(({ startMs }) => startMs)],
  });
}

/** The rows that placements lock for these windows. */
export function lockedWindows(windows: readonly HeldWindow[]): LedgerWindow[] {
  const rolling = windows.filter(({ rollingFromMs }) => rollingFromMs !== null);
  return [...windows, ...rolling.map(({ budgetId }) => ({ budgetId, startMs: ANCHOR_MS }))];
}

/**
 * Locks the windows the holds touch and reads the budgets' terms behind the lock: an edit takes the same lock, so that
 * whoever comes after it sees the new terms. A budget that is gone is missing. `unstored` are sets among them that may
 * have no rows yet.
 */
export async function lockBalances(
  client: pg.PoolClient,
  holds: readonly Hold[],
  unstored: LedgerSets,
  atMs: number,
): Promise<Map<string, LockedBalance>> {
  if (holds.length === 0) return new Map();
  const lists = new Set(holds.map(({ windows }) => windows));
  const windows = [...new Map([...lists].flat().map((window) => [windowKey(window), window])).values()];
  const locked = lockedWindows(windows);
  const [, , used, terms, rolling] = await Promise.all([
    makeLedgerSets(client, unstored),
    unstored.size === 0 ? null : makeWindows(client, locked),
    lockWindows(client, locked),
    readTerms(client, [...new Set(windows.map(({ budgetId }) => budgetId))], atMs),
    sumRolling(client, windows),
  ]);
  const balances = new Map<string, LockedBalance>();
  // A batch may span the turn of a bucket: what one takes, the other has not any more.
  const ofRolling = new Map<string, LockedBalance>();
  for (const window of windows) {
    const key = windowKey(window);
    const term = terms.get(window.budgetId);
    if (!term) continue;
    const balance = ofRolling.get(window.budgetId) ?? {
      ...term,
      usedNanoUsd: rolling.get(key) ?? used.get(key) ?? 0n,
    };
    if (window.rollingFromMs !== null) ofRolling.set(window.budgetId, balance);
    balances.set(key, balance);
  }
  return balances;
}

async function readTerms(client: pg.PoolClient, budgetIds: readonly string[], atMs: number) {
  const { rows } = await client.query<{ id: string; limit_nano_usd: string; blocks: boolean; revision: number }>({
    name: "budget-terms",
    text: `select id, revision, action = 'block' and paused_at is null blocks,
        limit_nano_usd + case when raise_until > to_timestamp($2::float8 / 1000.0) then raise_nano_usd else 0 end limit_nano_usd
      from budget where id = any($1::text[]) and archived_at is null`,
    values: [budgetIds, atMs],
  });
  return new Map(
    rows.map(({ id, limit_nano_usd, blocks, revision }) => [
      id,
      { limitNanoUsd: BigInt(limit_nano_usd), blocks, revision },
    ]),
  );
}

/** Sums of the buckets of rolling windows: behind the anchor's lock nobody adds a hold to any of them. */
async function sumRolling(client: pg.PoolClient, windows: readonly HeldWindow[]): Promise<Map<string, bigint>> {
  const rolling = windows.filter(({ rollingFromMs }) => rollingFromMs !== null);
  if (rolling.length === 0) return new Map();
  const { rows } = await client.query<{ key: string; used: string }>({
    name: "balance-rolling",
    text: `select x.k key, sum(bb.spent_nano_usd + bb.held_nano_usd)::bigint used
      from unnest($1::text[], $2::text[], $3::float8[]) x(k, b, f)
      join budget_balance bb on bb.budget_id = x.b and bb.window_start >= to_timestamp(x.f / 1000.0) group by 1`,
    values: [
      rolling.map(windowKey),
      rolling.map(({ budgetId }) => budgetId),
      rolling.map(({ rollingFromMs }) => rollingFromMs),
    ],
  });
  return new Map(rows.map(({ key, used }) => [key, BigInt(used)]));
}

/** Appends the entries and moves the balances by their sums; both or, with the transaction, neither. */
export async function appendLedger(client: pg.PoolClient, lines: readonly LedgerLine[], atMs: number): Promise<void> {
  if (lines.length === 0) return;
  const changes = windowChanges(lines);
  await client.query({
    name: "ledger-append",
    text: `with moved as (
        update budget_balance bb set held_nano_usd = bb.held_nano_usd + m.h, spent_nano_usd = bb.spent_nano_usd + m.s,
          unheld_nano_usd = bb.unheld_nano_usd + m.u
        from unnest($7::text[], $8::float8[], $9::bigint[], $10::bigint[], $11::bigint[]) m(b, w, h, s, u)
        where bb.budget_id = m.b and bb.window_start = to_timestamp(m.w / 1000.0)
      )
      insert into ledger_entry (at, set_id, decision_id, kind, held_nano_usd, spent_nano_usd)
      select to_timestamp($1::float8 / 1000.0), s, d, k::ledger_kind, h, p
      from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) x(s, d, k, h, p)`,
    values: [
      atMs,
      lines.map(({ windows }) => ledgerSetId(windows)),
      lines.map(({ decisionId }) => decisionId),
      lines.map(({ kind }) => kind),
      lines.map(({ heldNanoUsd }) => heldNanoUsd.toString()),
      lines.map(({ spentNanoUsd }) => spentNanoUsd.toString()),
      changes.map(({ budgetId }) => budgetId),
      changes.map(({ startMs }) => startMs),
      changes.map(({ heldNanoUsd }) => heldNanoUsd.toString()),
      changes.map(({ spentNanoUsd }) => spentNanoUsd.toString()),
      changes.map(({ unheldNanoUsd }) => unheldNanoUsd.toString()),
    ],
  });
}

/** The holds the decisions made, ended or not. */
export async function readHolds(client: pg.PoolClient, decisionIds: readonly string[]): Promise<LedgerHold[]> {
  const { rows } = await client.query<{ decision_id: string; set_id: string; held: string }>({
    name: "ledger-holds",
    text: `select decision_id, set_id, held_nano_usd held from ledger_entry
      where decision_id = any($1::text[]) and kind = 'hold'`,
    values: [decisionIds],
  });
  const ids = rows.map(({ set_id }) => set_id.replaceAll("-", ""));
  const sets = await readLedgerSets(client, ids);
  return rows.flatMap(({ decision_id: decisionId, held }, i) => {
    const windows = sets.get(ids[i] ?? "");
    return windows ? [{ decisionId, windows, amountNanoUsd: BigInt(held) }] : [];
  });
}
