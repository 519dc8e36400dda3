import type pg from "pg";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { inLockOrder, type LedgerWindow, windowKey } from "#lib/core/ledger.ts";
import { processState } from "#lib/core/process-state.ts";

/** Lists of windows by the id of their set. */
export type LedgerSets = ReadonlyMap<string, readonly LedgerWindow[]>;

/** The sets that entries or holds name. */
export const setsOf = (lines: readonly { windows: readonly LedgerWindow[] }[]): LedgerSets =>
  new Map(lines.map(({ windows }) => [ledgerSetId(windows), windows]));

/** Sets turn with their windows: this many are more than are in use. */
const REMEMBERED = 20_000;

const state = () =>
  processState("store.ledgerSets", () => ({
    /** By the list itself: the holds of a moment share theirs. */
    ids: new WeakMap<readonly LedgerWindow[], string>(),
    /** Members of sets that are known to be stored. */
    stored: new Map<string, readonly LedgerWindow[]>(),
  }));

/** The name of a set of windows: the same in every process, and in whatever order they are given. */
export function ledgerSetId(windows: readonly LedgerWindow[]): string {
  const { ids } = state();
  const known = ids.get(windows);
  if (known) return known;
  const id = sha256Hex(windows.toSorted(inLockOrder).map(windowKey).join(",")).slice(0, 32);
  ids.set(windows, id);
  return id;
}

/** Those that this process does not know to be stored. */
export function unstoredSets(sets: LedgerSets): LedgerSets {
  const { stored } = state();
  return new Map([...sets].filter(([id]) => !stored.has(id)));
}

/** Stores sets. Call `noteStoredSets` once that is durable. */
export async function makeLedgerSets(client: pg.PoolClient, sets: LedgerSets): Promise<void> {
  const members = [...sets]
    .flatMap(([id, windows]) => windows.map((window) => ({ id, ...window })))
    .sort((a, b) => (a.id === b.id ? inLockOrder(a, b) : a.id < b.id ? -1 : 1));
  if (members.length === 0) return;
  await client.query({
    name: "ledger-set-make",
    text: `insert into ledger_set (set_id, budget_id, window_start)
      select s, b, to_timestamp(w / 1000.0) from unnest($1::uuid[], $2::text[], $3::float8[]) x(s, b, w)
      on conflict do nothing`,
    values: [
      members.map(({ id }) => id),
      members.map(({ budgetId }) => budgetId),
      members.map(({ startMs }) => startMs),
    ],
  });
}

export function noteStoredSets(sets: LedgerSets): void {
  const { stored, ids } = state();
  if (stored.size > REMEMBERED) stored.clear();
  for (const [id, windows] of sets) {
    if (stored.has(id)) continue;
    stored.set(id, windows);
    // Of a set that lost a budget since, the id is not the hash of its members any more.
    ids.set(windows, id);
  }
}

/** The windows of the sets, from memory or read; a set whose budgets are all gone has none. */
export async function readLedgerSets(client: pg.PoolClient, ids: readonly string[]): Promise<LedgerSets> {
  const { stored } = state();
  const found = new Map<string, readonly LedgerWindow[]>();
  const unknown = new Set<string>();
  for (const id of ids) {
    const windows = stored.get(id);
    if (windows) found.set(id, windows);
    else unknown.add(id);
  }
  if (unknown.size === 0) return found;
  const { rows } = await client.query<{ set_id: string; budget_id: string; start_ms: number }>({
    name: "ledger-set-read",
    text: `select set_id, budget_id, extract(epoch from window_start)::float8 * 1000 start_ms
      from ledger_set where set_id = any($1::uuid[]) order by set_id, budget_id collate "C"`,
    values: [[...unknown]],
  });
  const read = new Map<string, LedgerWindow[]>();
  for (const { set_id, budget_id: budgetId, start_ms } of rows) {
    const id = set_id.replaceAll("-", "");
    const windows = read.get(id) ?? [];
    windows.push({ budgetId, startMs: Math.round(start_ms) });
    read.set(id, windows);
  }
  noteStoredSets(read);
  for (const [id, windows] of read) found.set(id, windows);
  return found;
}
