import fc from "fast-check";
import { expect, it } from "vitest";
import { spendingWindow } from "#lib/engines/cost/budget-window.ts";
import { resetBudget } from "#lib/services/budgets/reset-budget.ts";
import { saveBudget } from "#lib/services/budgets/save-budget.ts";
import { verifyLedger } from "#lib/services/budgets/verify-ledger.ts";
import { systemContext } from "#test/fleet.ts";
import { directDecision, entriesOf } from "#test/ledger.ts";
import { db } from "./client.ts";
import { commitOutcomes, expireLeases } from "./ending.ts";
import { commitPlacements } from "./placement.ts";

const RUNS = 300;
const BUDGETS = 6;
const NOW = Date.now();
const LATER = NOW + 3_600_000;

/** Decisions that hold in some of the budgets; what is reported of them, and how often; in which order all of it comes. */
const run = fc.record({
  budgets: fc.subarray([...Array(BUDGETS).keys()], { minLength: 1 }),
  amount: fc.nat(1_000),
  /** Two reports of the same: the first counts. */
  costs: fc.array(fc.option(fc.nat(1_500)), { maxLength: 2 }),
  expires: fc.boolean(),
  order: fc.nat(2),
});

const terms = (period: "day" | "hour", alignment: "calendar" | "rolling") => ({ period, alignment, timeZone: "UTC" });

it("adds up on PostgreSQL, whatever expires, is reported late or twice, or is edited at the same time", async () => {
  const ctx = systemContext();
  const budgets = await Promise.all(
    Array.from({ length: BUDGETS }, async (_, i) => {
      const window = terms(i % 2 === 0 ? "day" : "hour", i % 3 === 0 ? "rolling" : "calendar");
      const input = { name: `budget ${i}`, scope: {}, limitUsd: 1, action: "alert", ...window };
      const { id } = await saveBudget({ ctx, input });
      return { id, window: spendingWindow(window, NOW), rolling: window.alignment === "rolling", input };
    }),
  );
  const runs = fc.sample(run, { numRuns: RUNS, seed: 7 }).map((story, i) => ({ ...story, id: `dec_${i}` }));
  const placements = runs.map(({ id, budgets: chosen, amount, expires }) => {
    const windows = chosen.flatMap((i) => {
      const budget = budgets[i];
      if (!budget) return [];
      const { bucketStartMs, startMs } = budget.window;
      const rollingFromMs = budget.rolling ? startMs : null;
      return [{ budgetId: budget.id, startMs: bucketStartMs, revision: 1, rollingFromMs }];
    });
    const expiresAtMs = expires ? NOW + 1_000 : LATER + 1_000;
    return {
      decision: directDecision(id, NOW),
      assignment: { id: `asg_${id}`, ttlSeconds: 60, expiresAtMs },
      hold: { windows, amountNanoUsd: BigInt(amount) },
      effects: [],
      idempotency: null,
    };
  });
  const placed = (
    await Promise.all([0, 1, 2].map((n) => commitPlacements(placements.filter((_, i) => i % 3 === n))))
  ).flat();
  expect(placed.every(({ kind }) => kind === "placed")).toBe(true);

  const reports = runs.flatMap(({ id, costs, order }) =>
    costs.map((cost, nth) => ({ id, cost, turn: (order + nth) % 3 })),
  );
  const report = (turn: number) =>
    commitOutcomes(
      reports
        .filter((one) => one.turn === turn)
        .map(({ id, cost }) => ({
          ...{ decisionId: id, atMs: NOW, success: true, quality: null, durationMs: null, inputTokens: null },
          ...{ outputTokens: null, costNanoUsd: cost === null ? null : BigInt(cost), errorCode: null },
          bodyHash: `${id} ${cost}`,
        })),
    );
  const [edited, reset] = budgets;
  await Promise.all([
    report(0),
    expireLeases(NOW + 2_000, RUNS),
    saveBudget({ ctx, input: { ...edited?.input, id: edited?.id, ...terms("hour", "calendar") } }),
    report(1),
    resetBudget({ ctx, input: { id: reset?.id, reason: "Half-way" } }),
    expireLeases(NOW + 2_000, RUNS),
    report(2),
  ]);
  await expireLeases(LATER + 2_000, RUNS);

  expect(await verifyLedger({ ctx })).toEqual([]);
  const outcomes = new Map((await db().outcome.findMany()).map((row) => [row.decisionId, row.costNanoUsd]));
  for (const [i, { id }] of budgets.entries()) {
    const entries = await entriesOf(id);
    const paid = entries.filter(({ kind }) => kind !== "reset").reduce((sum, entry) => sum + entry.spentNanoUsd, 0n);
    const owed = runs
      .filter((one) => one.budgets.includes(i) && outcomes.has(one.id))
      .reduce((sum, one) => sum + (outcomes.get(one.id) ?? BigInt(one.amount)), 0n);
    expect(paid).toBe(owed);
    expect(entries.reduce((sum, entry) => sum + entry.heldNanoUsd, 0n)).toBe(0n);
  }
  const ends = await db().ledgerEntry.findMany({ where: { kind: { in: ["settle", "expire"] } } });
  expect(new Set(ends.map(({ decisionId }) => decisionId)).size).toBe(ends.length);
  expect(ends).toHaveLength(RUNS);
});
