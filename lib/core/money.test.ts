import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatUsd, nanoToUsdText, usdToNano } from "./money.ts";

describe("usdToNano", () => {
  it.each([
    ["0.0012", 1_200_000n],
    [3, 3_000_000_000n],
    ["1.5e-6", 1_500n],
    ["-2.5", -2_500_000_000n],
    ["0.0000000005", 1n],
    ["0.0000000004", 0n],
    ["1e3", 1_000_000_000_000n],
  ])("reads %s exactly", (usd, nano) => {
    expect(usdToNano(usd)).toBe(nano);
  });

  it.each(["", "abc", "1,5", "NaN", "Infinity", "1e9999"])("refuses %j", (text) => {
    expect(() => usdToNano(text)).toThrow(RangeError);
  });

  it("is the inverse of nanoToUsdText for every amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (nano) => {
        expect(usdToNano(nanoToUsdText(nano))).toBe(nano);
      }),
    );
  });
});

describe("formatUsd", () => {
  it.each([
    [0n, "$0.00"],
    [1_234_500_000n, "$1.23"],
    [420_000n, "$0.00042"],
    [-1_500_000_000_000n, "-$1,500.00"],
    [1n, "$0.000000001"],
  ])("shows %s as %s", (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
  });
});
