import type pg from "pg";

/** What one decision reserves of one budget's window. */
export interface Hold {
  budgetId: string;
  windowStartMs: number;
  amountNanoUsd: bigint;
}

/** A budget's window as it stands under the row lock. */
export interface LockedBalance {
  spentNanoUsd: bigint;
  heldNanoUsd: bigint;
  limitNanoUsd: bigint;
  blocks: boolean;
}

export type LedgerKind = "hold" | "settle" | "release" | "expire" | "late";

/** One line of the ledger: the change it makes to a window's held and spent amounts. */
export interface LedgerLine {
  decisionId: string;
  budgetId: string;
  windowStartMs: number;
  kind: LedgerKind;
  heldNanoUsd: bigint;
  spentNanoUsd: bigint;
}

export const balanceKey = (budgetId: string, windowStartMs: number) => `${budgetId}@${windowStartMs}`;

/** Locks the windows the holds touch, in one order for everybody, making those that do not exist yet. */
export async function lockBalances(client: pg.PoolClient, holds: readonly Hold[]): Promise<Map<string, LockedBalance>> {
  const wanted = new Map(holds.map((hold) => [balanceKey(hold.budgetId, hold.windowStartMs), hold]));
  if (wanted.size === 0) return new Map();
  const ids = [...wanted.values()].map((hold) => hold.budgetId);
  const starts = [...wanted.values()].map((hold) => hold.windowStartMs);
  await client.query({
    name: "balance-make",
    text: `insert into budget_balance (budget_id, window_start)
      select b, to_timestamp(w / 1000.0) from unnest($1::text[], $2::float8[]) x(b, w) order by 1, 2
      on conflict do nothing`,
    values: [ids, starts],
  });
  const { rows } = await client.query<{
    budget_id: string;
    start_ms: number;
    spent: string;
    held: string;
    limit_nano_usd: string;
    action: string;
  }>({
    name: "balance-lock",
    text: `select bb.budget_id, extract(epoch from bb.window_start)::float8 * 1000 start_ms,
        bb.spent_nano_usd spent, bb.held_nano_usd held, b.limit_nano_usd, b.action
      from budget_balance bb join budget b on b.id = bb.budget_id
      where (bb.budget_id, bb.window_start) in (select x.b, to_timestamp(x.w / 1000.0) from unnest($1::text[], $2::float8[]) x(b, w))
      order by bb.budget_id, bb.window_start for update of bb`,
    values: [ids, starts],
  });
  return new Map(
    rows.map((row) => [
      balanceKey(row.budget_id, Math.round(row.start_ms)),
      {
        spentNanoUsd: BigInt(row.spent),
        heldNanoUsd: BigInt(row.held),
        limitNanoUsd: BigInt(row.limit_nano_usd),
        blocks: row.action === "block",
      },
    ]),
  );
}

/** Appends the lines and moves the balances by their sums; both or, with the transaction, neither. */
export async function appendLedger(client: pg.PoolClient, lines: readonly LedgerLine[], atMs: number): Promise<void> {
  if (lines.length === 0) return;
  await client.query({
    name: "ledger-append",
    text: `with line as (
        select d, b, to_timestamp(w / 1000.0) w, k::ledger_kind k, h, s
        from unnest($1::text[], $2::text[], $3::float8[], $4::text[], $5::bigint[], $6::bigint[]) x(d, b, w, k, h, s)
      ), moved as (
        update budget_balance set held_nano_usd = held_nano_usd + m.h, spent_nano_usd = spent_nano_usd + m.s
        from (select b, w, sum(h)::bigint h, sum(s)::bigint s from line group by b, w) m
        where budget_balance.budget_id = m.b and budget_balance.window_start = m.w
      )
      insert into ledger_entry (at, budget_id, window_start, decision_id, kind, held_nano_usd, spent_nano_usd)
      select to_timestamp($7::float8 / 1000.0), b, w, d, k, h, s from line`,
    values: [
      lines.map((line) => line.decisionId),
      lines.map((line) => line.budgetId),
      lines.map((line) => line.windowStartMs),
      lines.map((line) => line.kind),
      lines.map((line) => line.heldNanoUsd.toString()),
      lines.map((line) => line.spentNanoUsd.toString()),
      atMs,
    ],
  });
}

/** The holds the decisions made, ended or not. */
export async function readHolds(client: pg.PoolClient, decisionIds: readonly string[]) {
  const { rows } = await client.query<{ decision_id: string; budget_id: string; start_ms: number; held: string }>({
    name: "ledger-holds",
    text: `select decision_id, budget_id, extract(epoch from window_start)::float8 * 1000 start_ms, held_nano_usd held
      from ledger_entry where decision_id = any($1::text[]) and kind = 'hold' order by budget_id, window_start`,
    values: [decisionIds],
  });
  return rows.map((row) => ({
    decisionId: row.decision_id,
    budgetId: row.budget_id,
    windowStartMs: Math.round(row.start_ms),
    amountNanoUsd: BigInt(row.held),
  }));
}
