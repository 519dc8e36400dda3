import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TOKEN_CLASSES, type TokenClass } from "#lib/contracts/reconciliation.ts";
import { GAP_CAUSES, type GapCause } from "#lib/contracts/reconciliation-view.ts";
import { type Comparison, compareUsage } from "./compare-usage.ts";
import type { ExplainedCell } from "./explain-cell.ts";
import { headlineOf } from "./headline.ts";
import { sumCells } from "./summarise.ts";
import type { BilledUsage, KnownUsage } from "./usage-facts.ts";

const DAY = "2026-11-02";
/** $3 a million for input, $15 for output. */
const RATES: Partial<Record<TokenClass, bigint>> = { input: 3_000_000_000n, output: 15_000_000_000n };
const usd = (amount: number) => BigInt(Math.round(amount * 1e9));

const bill = (given: Partial<BilledUsage>): BilledUsage => ({
  ...{ day: DAY, model: "sonnet", tokenClass: "input" as const, tier: "standard" },
  ...{ tokens: null, requests: null, costNanoUsd: null, listNanoUsd: null },
  ...given,
});
const know = (given: Partial<KnownUsage>): KnownUsage => ({
  ...{ day: DAY, part: "middle" as const, model: "sonnet", tokenClass: "input" as const, from: "calls" as const },
  ...{ tokens: 0n, costNanoUsd: 0n, unpricedTokens: 0n, estimatedTokens: 0n },
  ...given,
});

function compare(billed: BilledUsage[], known: KnownUsage[], rates = RATES): ExplainedCell[] {
  const days = (tells: (line: BilledUsage) => boolean) => new Set(billed.filter(tells).map(({ day }) => day));
  const comparison: Comparison = {
    billed,
    known,
    covers: { tokens: days(({ tokens }) => tokens !== null), costs: days(({ costNanoUsd }) => costNanoUsd !== null) },
    knownModels: new Set(["sonnet", "haiku"]),
    rateOf: (_model, _day, tokenClass) => rates[tokenClass] ?? null,
  };
  return compareUsage(comparison);
}

/** The causes that are not nothing. */
const causesOf = (cells: readonly ExplainedCell[]): Partial<Record<GapCause, bigint>> => {
  const { causes } = sumCells(cells);
  return Object.fromEntries(GAP_CAUSES.filter((cause) => causes[cause] !== 0n).map((cause) => [cause, causes[cause]]));
};

const MILLION = 1_000_000n;

describe("why a bill and what Signalbox knows differ", () => {
  test("both sides the same: nothing to explain", () => {
    const cells = compare(
      [bill({ tokens: MILLION, costNanoUsd: usd(3) })],
      [know({ tokens: MILLION, costNanoUsd: usd(3) })],
    );
    expect(causesOf(cells)).toEqual({});
    expect(cells).toMatchObject([{ agrees: true, gapNanoUsd: 0n, gapTokens: 0n, impliedNanoUsdPerMtok: usd(3) }]);
  });

  test("tokens that Signalbox never saw are usage elsewhere, at the provider's price", () => {
    const cells = compare(
      [bill({ tokens: 4n * MILLION, costNanoUsd: usd(12) })],
      [know({ tokens: MILLION, costNanoUsd: usd(3) }), know({ from: "reports", tokens: MILLION, costNanoUsd: usd(3) })],
    );
    expect(causesOf(cells)).toEqual({ elsewhere: usd(6) });
    expect(cells).toMatchObject([{ agrees: false, seen: { costNanoUsd: usd(3) }, reported: { costNanoUsd: usd(3) } }]);
  });

  test("tokens that the provider does not count are not on the bill, at its price", () => {
    const known = [know({ tokens: 3n * MILLION, costNanoUsd: usd(9) })];
    const cells = compare([bill({ tokens: 2n * MILLION, costNanoUsd: usd(6) })], known);
    expect(causesOf(cells)).toEqual({ unbilled: usd(-3) });
  });

  test("the same tokens at another price: the price differs, and the bill says what it is", () => {
    const cells = compare(
      [bill({ tokens: MILLION, costNanoUsd: usd(3.3) })],
      [know({ tokens: MILLION, costNanoUsd: usd(3) })],
    );
    expect(causesOf(cells)).toEqual({ price: usd(0.3) });
    expect(cells).toMatchObject([{ impliedNanoUsdPerMtok: usd(3.3), rateNanoUsdPerMtok: usd(3) }]);
  });

  test("more tokens and a higher price come apart", () => {
    const cells = compare(
      [bill({ tokens: 2n * MILLION, costNanoUsd: usd(8) })],
      [know({ tokens: MILLION, costNanoUsd: usd(3) })],
    );
    expect(causesOf(cells)).toEqual({ elsewhere: usd(4), price: usd(1) });
  });

  test("tokens without a price of ours are unpriced, not a price that differs", () => {
    const known = know({ tokens: MILLION, unpricedTokens: MILLION });
    const cells = compare([bill({ tokens: MILLION, costNanoUsd: usd(3) })], [known], {});
    expect(causesOf(cells)).toEqual({ unpriced: usd(3) });
  });

  test("streams that broke explain as many tokens as were estimated, the rest is elsewhere", () => {
    const known = know({ tokens: MILLION, costNanoUsd: usd(3), estimatedTokens: 100_000n });
    const cells = compare([bill({ tokens: 1_500_000n, costNanoUsd: usd(4.5) })], [known]);
    expect(causesOf(cells)).toEqual({ estimated: usd(0.3), elsewhere: usd(1.2) });
  });

  test("half the price of a batch is its tier's, and so is what was given for nothing", () => {
    const known = [know({ tokens: 2n * MILLION, costNanoUsd: usd(6) })];
    const batch = [
      bill({ tokens: MILLION, costNanoUsd: usd(3) }),
      bill({ tokens: MILLION, costNanoUsd: usd(1.5), tier: "batch" }),
    ];
    expect(causesOf(compare(batch, known))).toEqual({ tier: usd(-1.5) });
    expect(causesOf(compare([bill({ tokens: 2n * MILLION, costNanoUsd: 0n })], known))).toEqual({ tier: usd(-6) });
    const discounted = [bill({ tokens: 2n * MILLION, costNanoUsd: usd(5.4), listNanoUsd: usd(6) })];
    expect(causesOf(compare(discounted, known))).toEqual({ tier: usd(-0.6) });
  });

  test("calls beside midnight move, as many as were seen there, and the days together agree", () => {
    const billed = [
      bill({ tokens: MILLION, costNanoUsd: usd(3) }),
      bill({ day: "2026-11-03", tokens: MILLION, costNanoUsd: usd(3) }),
    ];
    const known = [
      know({ tokens: 900_000n, costNanoUsd: usd(2.7) }),
      know({ day: "2026-11-03", part: "first_hour", tokens: 150_000n, costNanoUsd: usd(0.45) }),
      know({ day: "2026-11-03", tokens: 950_000n, costNanoUsd: usd(2.85) }),
    ];
    const cells = compare(billed, known);
    expect(cells.map(({ causes }) => causes.edge)).toEqual([usd(0.3), usd(-0.3)]);
    expect(causesOf(cells)).toEqual({});
  });

  test("what no export covers is not compared, and what it covers without billing it is not on the bill", () => {
    const known = [
      know({ day: "2026-11-09", tokens: MILLION, costNanoUsd: usd(3) }),
      know({ model: "haiku", tokens: 10n, costNanoUsd: usd(1) }),
    ];
    const cells = compare([bill({ tokens: MILLION, costNanoUsd: usd(3) })], known);
    expect(cells.map(({ day, model }) => `${day} ${model}`)).toEqual(["2026-11-02 haiku", "2026-11-02 sonnet"]);
    expect(causesOf(cells)).toEqual({ unbilled: usd(-1), elsewhere: usd(3) });
  });

  test("models that Signalbox does not know and charges that are no tokens are apart", () => {
    const cells = compare(
      [
        bill({ model: "whisper-9", tokens: 5n, costNanoUsd: usd(2) }),
        bill({ model: "web search", tokenClass: null, costNanoUsd: usd(1) }),
      ],
      [],
    );
    expect(causesOf(cells)).toEqual({ unmatched: usd(2), other_charge: usd(1) });
  });
});

describe("what an export does not tell", () => {
  test("tokens without amounts are priced with our own price, and are apart where there is none", () => {
    const billed = [bill({ tokens: 2n * MILLION }), bill({ tokenClass: "cache_read", tokens: 7n })];
    const cells = compare(billed, [know({ tokens: MILLION, costNanoUsd: usd(3) })]);
    expect(causesOf(cells)).toEqual({ elsewhere: usd(3) });
    expect(sumCells(cells)).toMatchObject({
      billedNanoUsd: usd(6),
      atOurPriceNanoUsd: usd(6),
      unpricedBilledTokens: 7n,
    });
    expect(cells.map(({ impliedNanoUsdPerMtok }) => impliedNanoUsdPerMtok)).toEqual([null, null]);
  });

  test("amounts without tokens cannot tell a price from a quantity", () => {
    const cells = compare([bill({ costNanoUsd: usd(5) })], [know({ tokens: MILLION, costNanoUsd: usd(3) })]);
    expect(causesOf(cells)).toEqual({ unexplained: usd(2) });
    expect(cells).toMatchObject([{ gapTokens: null }]);
  });

  test("amounts by model alone are compared by model, over all its classes", () => {
    const known = [
      know({ tokens: MILLION, costNanoUsd: usd(3) }),
      know({ tokenClass: "output", tokens: MILLION, costNanoUsd: usd(15) }),
    ];
    const cells = compare([bill({ tokenClass: null, costNanoUsd: usd(18) })], known);
    expect(cells).toMatchObject([{ model: "sonnet", tokenClass: null, agrees: true }]);
    expect(compare([bill({ model: "", tokenClass: null, costNanoUsd: usd(18) })], known)).toMatchObject([
      { model: "", tokenClass: null, agrees: true, knownNanoUsd: usd(18) },
    ]);
    // Another model of the day may be told by class.
    const other = bill({ model: "haiku", costNanoUsd: usd(1) });
    const mixed = compare(
      [bill({ tokenClass: null, costNanoUsd: usd(18) }), other],
      [...known, know({ model: "haiku", costNanoUsd: usd(1) })],
    );
    expect(mixed.map(({ model, tokenClass, agrees }) => `${model} ${tokenClass} ${agrees}`)).toEqual([
      "haiku input true",
      "sonnet null true",
    ]);
  });
});

const days = fc.constantFrom("2026-11-01", "2026-11-02", "2026-11-03");
const models = fc.constantFrom("sonnet", "haiku", "other");
const count = fc.bigInt({ min: 0n, max: 10n ** 12n });
const maybe = (max: bigint) => fc.option(fc.bigInt({ min: 0n, max }), { nil: null });
const billedUsage: fc.Arbitrary<BilledUsage> = fc.record({
  ...{ day: days, model: models, tokenClass: fc.option(fc.constantFrom(...TOKEN_CLASSES), { nil: null }) },
  ...{ tier: fc.constantFrom("standard", "batch"), tokens: maybe(10n ** 12n), requests: maybe(1000n) },
  costNanoUsd: fc.option(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 14n }), { nil: null }),
  listNanoUsd: maybe(10n ** 14n),
});
const knownUsage: fc.Arbitrary<KnownUsage> = fc
  .record({
    ...{ day: days, model: models, tokenClass: fc.constantFrom(...TOKEN_CLASSES), tokens: count, costNanoUsd: count },
    ...{ part: fc.constantFrom("first_hour" as const, "middle" as const, "last_hour" as const) },
    ...{ from: fc.constantFrom("calls" as const, "reports" as const), unpriced: fc.boolean(), estimated: fc.boolean() },
  })
  .map(({ unpriced, estimated, ...usage }) => ({
    ...usage,
    costNanoUsd: unpriced ? 0n : usage.costNanoUsd,
    unpricedTokens: unpriced ? usage.tokens : 0n,
    estimatedTokens: estimated ? usage.tokens : 0n,
  }));

test("whatever comes together: cells add up to both sides, and causes to the gap, to the nano-dollar", () => {
  fc.assert(
    fc.property(
      fc.array(billedUsage, { minLength: 1, maxLength: 12 }),
      fc.array(knownUsage, { maxLength: 12 }),
      (billed, known) => {
        const cells = compare(billed, known);
        for (const cell of cells) {
          if (cell.gapNanoUsd === null) continue;
          expect(GAP_CAUSES.reduce((sum, cause) => sum + cell.causes[cause], 0n)).toBe(cell.gapNanoUsd);
        }
        const sum = sumCells(cells);
        expect(sum.billedNanoUsd - sum.knownNanoUsd).toBe(sum.gapNanoUsd);
        expect(sum.seenNanoUsd + sum.reportedNanoUsd).toBe(sum.knownNanoUsd);
        const covered = new Set(
          billed.filter((x) => x.tokens !== null || x.costNanoUsd !== null).map(({ day }) => day),
        );
        const inside = known.filter(({ day }) => covered.has(day));
        expect(sum.seenTokens + sum.reportedTokens).toBe(inside.reduce((all, { tokens }) => all + tokens, 0n));
        const amounts = billed.reduce((all, { costNanoUsd }) => all + (costNanoUsd ?? 0n), 0n);
        expect(sum.billedNanoUsd - sum.atOurPriceNanoUsd).toBe(amounts);
        for (const part of [(x: ExplainedCell) => x.day, (x: ExplainedCell) => `${x.model} ${x.tokenClass}`]) {
          const groups = [...Map.groupBy(cells, part).values()].map(sumCells);
          expect(groups.reduce((all, { gapNanoUsd }) => all + gapNanoUsd, 0n)).toBe(sum.gapNanoUsd);
        }
      },
    ),
    { numRuns: 400, seed: 23 },
  );
});

test("the sentence says what was billed, what is known, and what most of the rest is", () => {
  const cells = compare(
    [bill({ tokens: 12n * MILLION, costNanoUsd: usd(41.2) })],
    [know({ tokens: 11_612_622n, costNanoUsd: usd(39.87) })],
  );
  const range = { first: "2026-11-01", last: "2026-11-25" };
  expect(headlineOf("anthropic", range, sumCells(cells))).toBe(
    "Anthropic billed $41.20 for 1 to 25 November 2026; Signalbox knows $39.87 of it. The $1.33 left is made of usage that did not go through Signalbox ($1.33).",
  );
});
