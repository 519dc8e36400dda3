/** Two-phase spending, after the transfers of TigerBeetle (https://docs.tigerbeetle.com/coding/two-phase-transfers/). */
export const LEDGER_KINDS = ["hold", "settle", "release", "expire", "late", "waive", "reset", "carry"] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** The balance of one budget's window, or of one bucket of a rolling window. */
export interface LedgerWindow {
  budgetId: string;
  /** Milliseconds since the Unix epoch. */
  startMs: number;
}

/** One entry: the change it makes to the held and spent amounts of each of its windows, in nano-dollars. */
export interface LedgerLine<W extends LedgerWindow = LedgerWindow> {
  windows: readonly W[];
  /** Null for what an edit of a budget writes. */
  decisionId: string | null;
  kind: LedgerKind;
  heldNanoUsd: bigint;
  spentNanoUsd: bigint;
}

/** What one decision has set aside, in each of the windows. */
export interface LedgerHold<W extends LedgerWindow = LedgerWindow> {
  decisionId: string;
  windows: readonly W[];
  amountNanoUsd: bigint;
}

/** How a hold ends, or what comes after its end. */
export type HoldEnding =
  | { kind: "release" | "expire" }
  /** `settle` ends it with the actual cost, `late` posts a cost after it has expired. Null: nobody knows the cost. */
  | { kind: "settle" | "late"; costNanoUsd: bigint | null; unchargedBudgetIds?: ReadonlySet<string> };

export const holdLine = <W extends LedgerWindow>({ decisionId, windows, amountNanoUsd }: LedgerHold<W>) => ({
  decisionId,
  windows,
  kind: "hold" as const,
  heldNanoUsd: amountNanoUsd,
  spentNanoUsd: 0n,
});

/**
 * The entries that end a hold, or follow its end, in the windows in which it was made. A cost that nobody knows counts
 * as what was held: unknown is never zero. Budgets that need not pay get the cost back by a waive.
 */
export function endingLines<W extends LedgerWindow>(hold: LedgerHold<W>, ending: HoldEnding): LedgerLine<W>[] {
  const { decisionId, windows, amountNanoUsd } = hold;
  switch (ending.kind) {
    case "release":
    case "expire":
      return [{ decisionId, windows, kind: ending.kind, heldNanoUsd: -amountNanoUsd, spentNanoUsd: 0n }];
    case "settle":
    case "late": {
      const { kind, costNanoUsd, unchargedBudgetIds } = ending;
      const spentNanoUsd = costNanoUsd ?? amountNanoUsd;
      const heldNanoUsd = kind === "settle" ? -amountNanoUsd : 0n;
      const ended = { decisionId, windows, kind, heldNanoUsd, spentNanoUsd };
      const free = unchargedBudgetIds ? windows.filter(({ budgetId }) => unchargedBudgetIds.has(budgetId)) : [];
      if (free.length === 0 || spentNanoUsd === 0n) return [ended];
      return [ended, { decisionId, windows: free, kind: "waive", heldNanoUsd: 0n, spentNanoUsd: -spentNanoUsd }];
    }
    default:
      return ending satisfies never;
  }
}

/** A balance of an edited budget. */
export interface WindowBalance<W extends LedgerWindow = LedgerWindow> {
  window: W;
  spentNanoUsd: bigint;
}

/** The entries that let the windows count from nothing again. What is held stays: it is about to be spent. */
export function resetLines<W extends LedgerWindow>(balances: readonly WindowBalance<W>[]): LedgerLine<W>[] {
  return balances
    .filter(({ spentNanoUsd }) => spentNanoUsd !== 0n)
    .map(({ window, spentNanoUsd }) => edit("reset", window, -spentNanoUsd));
}

/**
 * The entries that take what was spent from the windows of the terms before to the one of the terms after: spending is
 * moved, so that the sum over all windows stays what was paid. Holds end where they were made.
 */
export function carryLines<W extends LedgerWindow>(before: readonly WindowBalance<W>[], to: W): LedgerLine<W>[] {
  const moved = before.filter(({ window, spentNanoUsd }) => spentNanoUsd !== 0n && window.startMs !== to.startMs);
  const sum = moved.reduce((total, { spentNanoUsd }) => total + spentNanoUsd, 0n);
  const lines = moved.map(({ window, spentNanoUsd }) => edit("carry", window, -spentNanoUsd));
  return sum === 0n ? lines : [...lines, edit("carry", to, sum)];
}

function edit<W extends LedgerWindow>(kind: "reset" | "carry", window: W, spentNanoUsd: bigint): LedgerLine<W> {
  return { windows: [window], decisionId: null, kind, heldNanoUsd: 0n, spentNanoUsd };
}

/** What some entries do to one window together. */
export interface WindowChange {
  budgetId: string;
  startMs: number;
  heldNanoUsd: bigint;
  spentNanoUsd: bigint;
  /** Part of the spending that no hold had set aside. */
  unheldNanoUsd: bigint;
}

export const windowKey = ({ budgetId, startMs }: LedgerWindow) => `${budgetId}@${startMs}`;

/** The sums of the entries by window, in the order in which everybody locks them. */
export function windowChanges(lines: readonly LedgerLine[]): WindowChange[] {
  const changes = new Map<string, WindowChange>();
  // Entries that share their list of windows, as nearly all of a moment do, are summed before the windows are gone through.
  const bySet = new Map<readonly LedgerWindow[], { held: bigint; spent: bigint; unheld: bigint }>();
  let excess = 0n;
  for (const line of lines) {
    // A waive follows what it takes back.
    excess = line.kind === "waive" ? -excess : unheldOf(line);
    const sum = bySet.get(line.windows) ?? { held: 0n, spent: 0n, unheld: 0n };
    sum.held += line.heldNanoUsd;
    sum.spent += line.spentNanoUsd;
    sum.unheld += excess;
    bySet.set(line.windows, sum);
  }
  for (const [windows, { held, spent, unheld }] of bySet) {
    for (const window of windows) {
      const key = windowKey(window);
      const change = changes.get(key) ?? { ...pick(window), heldNanoUsd: 0n, spentNanoUsd: 0n, unheldNanoUsd: 0n };
      change.heldNanoUsd += held;
      change.spentNanoUsd += spent;
      change.unheldNanoUsd += unheld;
      changes.set(key, change);
    }
  }
  return [...changes.values()].sort(inLockOrder);
}

const pick = ({ budgetId, startMs }: LedgerWindow) => ({ budgetId, startMs });

/** By budget and time, as `order by budget_id collate "C", window_start` does. */
export function inLockOrder(a: LedgerWindow, b: LedgerWindow): number {
  if (a.budgetId !== b.budgetId) return a.budgetId < b.budgetId ? -1 : 1;
  return a.startMs - b.startMs;
}

/** An actual above its hold counts with the excess, a late one whole: its room had been given back. */
function unheldOf({
  kind,
  heldNanoUsd,
  spentNanoUsd,
}: Pick<LedgerLine, "kind" | "heldNanoUsd" | "spentNanoUsd">): bigint {
  if (kind !== "settle" && kind !== "late") return 0n;
  const excess = heldNanoUsd + spentNanoUsd;
  return excess > 0n ? excess : 0n;
}

/** A limit as it holds at an instant. */
export interface LimitTerms {
  limitNanoUsd: bigint;
  raise: { byNanoUsd: bigint; untilMs: number } | null;
}

/** The limit with the raise that is in force at the instant; nano-dollars. */
export function limitAt({ limitNanoUsd, raise }: LimitTerms, atMs: number): bigint {
  return raise && atMs < raise.untilMs ? limitNanoUsd + raise.byNanoUsd : limitNanoUsd;
}
