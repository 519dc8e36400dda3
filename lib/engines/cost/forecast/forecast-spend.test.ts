import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "#lib/core/random.ts";
import { forecastSpend } from "./forecast-spend.ts";
import { judgeSpend } from "./spend-anomaly.ts";

const USD = 1e9;

/** A dollar an hour in office hours of working days, a tenth otherwise, with noise. */
function history(days: number, seed = 1): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: days * 24 }, (_, i) => {
    const [hour, day] = [i % 24, Math.floor(i / 24) % 7];
    const usd = day < 5 && hour > 7 && hour < 19 ? 1 : 0.1;
    return Math.round(usd * USD * Math.exp(0.2 * normal(random)));
  });
}

function forecast(days: number, more: Partial<Parameters<typeof forecastSpend>[0]> = {}) {
  const input = { hourlyNanoUsd: history(days), hoursLeft: 7 * 24, spentNanoUsd: 0, limitNanoUsd: null, seed: 1 };
  const result = forecastSpend({ ...input, ...more });
  if (result.kind !== "forecast") throw new Error("no forecast");
  return result;
}

describe("forecastSpend", () => {
  it("foretells a week of a fleet with working days, within a few per cent", () => {
    const { end } = forecast(42);
    const usual = (5 * (11 + 1.3) + 2 * 2.4) * USD;
    expect(Math.abs(end.p50 / usual - 1)).toBeLessThan(0.06);
    expect(end.low95).toBeLessThan(end.low80);
    expect(end.high80).toBeLessThan(end.high95);
  });

  it("knows that a weekend is coming: two days from a Friday evening cost less than two from a Monday", () => {
    const two = (days: number) => forecast(days, { hoursLeft: 48 }).end.p50;
    expect(two(40)).toBeLessThan(0.5 * two(42));
  });

  it("says that the history is too short instead of giving a number", () => {
    const short = forecastSpend({
      hourlyNanoUsd: history(2),
      hoursLeft: 24,
      spentNanoUsd: 0,
      limitNanoUsd: null,
      seed: 1,
    });
    expect(short).toEqual({ kind: "not_enough_history", historyHours: 48, neededHours: 72 });
  });

  it("is less sure the shorter the history", () => {
    const width = (days: number) => {
      const { end } = forecast(days);
      return (end.high95 - end.low95) / end.p50;
    };
    expect(width(4)).toBeGreaterThan(1.2 * width(21));
    expect(width(21)).toBeGreaterThan(width(63));
  });

  it("adds what is spent, never foretells less, and widens with the distance", () => {
    const { band, end } = forecast(42, { spentNanoUsd: 50 * USD });
    for (const point of band) expect(point.low95).toBeGreaterThanOrEqual(50 * USD);
    const widths = band.map(({ low95, high95 }) => high95 - low95);
    expect(widths.at(-1)).toBeGreaterThan(3 * (widths[0] ?? 0));
    expect(band.at(-1)).toMatchObject(end);
  });

  it("tells when a limit is reached, or how unlikely that is", () => {
    const tight = forecast(42, { limitNanoUsd: 30 * USD }).runOut;
    expect(tight?.chance).toBe(1);
    // 13.5 hours' worth of money a working day: in the third day.
    expect(tight?.p50Hours).toBeGreaterThan(48);
    expect(tight?.p50Hours).toBeLessThan(72);
    expect(tight?.p10Hours ?? 0).toBeLessThanOrEqual(tight?.p90Hours ?? 0);
    const ample = forecast(42, { limitNanoUsd: 200 * USD }).runOut;
    expect(ample).toEqual({ chance: 0, p10Hours: null, p50Hours: null, p90Hours: null });
    expect(forecast(42, { limitNanoUsd: 30 * USD, spentNanoUsd: 31 * USD }).runOut?.p90Hours).toBe(0);
  });

  it("gives the same forecast again, and in proportion within an hour", () => {
    expect(forecast(21)).toEqual(forecast(21));
    const half = forecast(42, { hoursLeft: 0.5 }).end.p50;
    expect(half).toBeCloseTo(forecast(42, { hoursLeft: 1 }).end.p50 / 2, -4);
  });

  it("stays finite where nothing was ever spent", () => {
    expect(forecast(0, { hourlyNanoUsd: new Float64Array(240) }).end).toMatchObject({ low95: 0 });
  });
});

describe("judgeSpend", () => {
  it("finds hours that cost far more or less than such hours do, and nothing in ordinary ones", () => {
    const usual = history(42);
    expect(judgeSpend(usual, 6, 1)?.verdict).toBe("as_expected");
    const loud = usual.map((value, i) => (i < usual.length - 6 ? value : value * 8));
    expect(judgeSpend(loud, 6, 1)?.verdict).toBe("above");
    const working = history(40).slice(0, -8);
    const silent = working.map((value, i) => (i < working.length - 6 ? value : 0));
    expect(judgeSpend(silent, 6, 1)?.verdict).toBe("below");
  });

  it("expects nothing of a fleet it does not know", () => {
    expect(judgeSpend(history(3), 6, 1)).toBeNull();
  });
});
