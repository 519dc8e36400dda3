import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  carryLines,
  endingLines,
  holdLine,
  type LedgerHold,
  type LedgerLine,
  type LedgerWindow,
  limitAt,
  resetLines,
  windowChanges,
  windowKey,
} from "./ledger.ts";

const BUDGETS = ["a", "b", "c"];

/** What may happen to a ledger. Decisions are numbers, so that what happens later meets what happened before. */
type Event =
  | { kind: "hold"; decision: number; budgets: string[]; amount: number }
  | { kind: "outcome"; decision: number; cost: number | null; uncharged: string[] }
  | { kind: "release" | "expire"; decision: number }
  | { kind: "edit"; budget: string; usage: "keep" | "reset"; startMs: number };

const decisions = fc.nat(5);
const events: fc.Arbitrary<Event> = fc.oneof(
  fc.record({
    kind: fc.constant("hold" as const),
    decision: decisions,
    budgets: fc.subarray(BUDGETS, { minLength: 1 }),
    amount: fc.nat(100),
  }),
  fc.record({
    kind: fc.constant("outcome" as const),
    decision: decisions,
    cost: fc.option(fc.nat(150)),
    uncharged: fc.subarray(BUDGETS),
  }),
  fc.record({ kind: fc.constantFrom("release" as const, "expire" as const), decision: decisions }),
  fc.record({
    kind: fc.constant("edit" as const),
    budget: fc.constantFrom(...BUDGETS),
    usage: fc.constantFrom("keep" as const, "reset" as const),
    startMs: fc.nat(3),
  }),
);

/** The ledger as the store keeps it: entries, balances moved by each entry, and what is refused a second time. */
class Book {
  readonly entries: LedgerLine[] = [];
  readonly balances = new Map<string, { held: bigint; spent: bigint; unheld: bigint }>();
  private readonly windowOf = new Map(BUDGETS.map((budget) => [budget, 0]));
  private readonly holds = new Map<number, { hold: LedgerHold; ended: boolean; reported: boolean }>();

  apply(event: Event): void {
    switch (event.kind) {
      case "hold":
        this.hold(event.decision, event.budgets, BigInt(event.amount));
        break;
      case "outcome":
        this.report(event.decision, event.cost, event.uncharged);
        break;
      case "release":
      case "expire": {
        const held = this.holds.get(event.decision);
        if (!held || held.ended) break;
        held.ended = true;
        this.append(endingLines(held.hold, { kind: event.kind }));
        break;
      }
      case "edit":
        this.edit(event.budget, event.usage, event.startMs);
        break;
      default:
        event satisfies never;
    }
  }

  spentOf = (window: LedgerWindow) => this.balances.get(windowKey(window))?.spent ?? 0n;

  private hold(decision: number, budgets: readonly string[], amountNanoUsd: bigint): void {
    if (this.holds.has(decision)) return;
    const windows = budgets.map((budgetId) => ({ budgetId, startMs: this.windowOf.get(budgetId) ?? 0 }));
    const hold = { decisionId: String(decision), windows, amountNanoUsd };
    this.holds.set(decision, { hold, ended: false, reported: false });
    this.append([holdLine(hold)]);
  }

  /** The first report counts, whether it comes in time or after the hold has ended. */
  private report(decision: number, cost: number | null, uncharged: readonly string[]): void {
    const held = this.holds.get(decision);
    if (!held || held.reported) return;
    const kind = held.ended ? "late" : "settle";
    Object.assign(held, { ended: true, reported: true });
    const costNanoUsd = cost === null ? null : BigInt(cost);
    this.append(endingLines(held.hold, { kind, costNanoUsd, unchargedBudgetIds: new Set(uncharged) }));
  }

  private edit(budgetId: string, usage: "keep" | "reset", startMs: number): void {
    const from = { budgetId, startMs: this.windowOf.get(budgetId) ?? 0 };
    const to = { budgetId, startMs };
    this.windowOf.set(budgetId, startMs);
    const before = [{ window: from, spentNanoUsd: this.spentOf(from) }];
    const after = [{ window: to, spentNanoUsd: this.spentOf(to) }];
    this.append(usage === "reset" ? resetLines(after) : carryLines(before, to));
    if (usage === "reset") expect(this.spentOf(to)).toBe(0n);
  }

  private append(lines: readonly LedgerLine[]): void {
    this.entries.push(...lines);
    for (const change of windowChanges(lines)) {
      const balance = this.balances.get(windowKey(change)) ?? { held: 0n, spent: 0n, unheld: 0n };
      balance.held += change.heldNanoUsd;
      balance.spent += change.spentNanoUsd;
      balance.unheld += change.unheldNanoUsd;
      this.balances.set(windowKey(change), balance);
    }
  }
}

const ENDS = new Set(["settle", "release", "expire"]);
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

/** What each budget must have been charged, told from the events alone. */
function chargedBy(story: readonly Event[]): Map<string, bigint> {
  const held = new Map<number, { budgets: string[]; amount: number }>();
  const reported = new Set<number>();
  const charged = new Map<string, bigint>();
  for (const event of story) {
    if (event.kind === "hold" && !held.has(event.decision)) held.set(event.decision, event);
    if (event.kind !== "outcome") continue;
    const hold = held.get(event.decision);
    if (!hold || reported.has(event.decision)) continue;
    reported.add(event.decision);
    for (const budget of hold.budgets) {
      const cost = event.uncharged.includes(budget) ? 0 : (event.cost ?? hold.amount);
      charged.set(budget, (charged.get(budget) ?? 0n) + BigInt(cost));
    }
  }
  return charged;
}

describe("a ledger", () => {
  it("adds up to its balances, ends no hold twice and charges every cost once, whatever happens in whatever order", () => {
    fc.assert(
      fc.property(fc.array(events, { maxLength: 30 }), (story) => {
        const book = new Book();
        for (const event of story) book.apply(event);
        const ofKind = (kinds: ReadonlySet<string>) => book.entries.filter(({ kind }) => kinds.has(kind));
        for (const [key, balance] of book.balances) {
          const own = book.entries.filter(({ windows }) => windows.some((window) => windowKey(window) === key));
          expect(balance.held).toBe(sum(own.map(({ heldNanoUsd }) => heldNanoUsd)));
          expect(balance.spent).toBe(sum(own.map(({ spentNanoUsd }) => spentNanoUsd)));
          expect(balance.held >= 0n).toBe(true);
        }
        const ended = ofKind(ENDS).map(({ decisionId }) => decisionId);
        expect(new Set(ended).size).toBe(ended.length);
        const late = ofKind(new Set(["late"])).map(({ decisionId }) => decisionId);
        expect(new Set(late).size).toBe(late.length);
        const charged = chargedBy(story);
        for (const budget of BUDGETS) {
          const own = book.entries.filter(({ windows }) => windows.some(({ budgetId }) => budgetId === budget));
          // Resets take from what counts, not from what was paid.
          const paid = sum(own.filter(({ kind }) => kind !== "reset").map(({ spentNanoUsd }) => spentNanoUsd));
          expect(paid).toBe(charged.get(budget) ?? 0n);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it("sums what no hold had set aside: the excess of a settled cost, and a late one whole", () => {
    const windows = [{ budgetId: "a", startMs: 0 }];
    const hold = { decisionId: "1", windows, amountNanoUsd: 10n };
    const unheld = (lines: LedgerLine[]) => windowChanges(lines)[0]?.unheldNanoUsd;
    expect(unheld(endingLines(hold, { kind: "settle", costNanoUsd: 13n }))).toBe(3n);
    expect(unheld(endingLines(hold, { kind: "settle", costNanoUsd: 7n }))).toBe(0n);
    expect(unheld(endingLines(hold, { kind: "late", costNanoUsd: 7n }))).toBe(7n);
    const unchargedBudgetIds = new Set(["a"]);
    expect(unheld(endingLines(hold, { kind: "settle", costNanoUsd: 13n, unchargedBudgetIds }))).toBe(0n);
  });

  it("holds a raised limit until the very end of the raise", () => {
    const terms = { limitNanoUsd: 5n, raise: { byNanoUsd: 2n, untilMs: 100 } };
    expect([limitAt(terms, 99), limitAt(terms, 100)]).toEqual([7n, 5n]);
  });
});
