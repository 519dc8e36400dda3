import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { fitArrivals, forecastHour } from "./arrival-model.ts";
import { countAt, midBelow } from "./count-distribution.ts";
import { logGamma } from "./log-gamma.ts";

/** Hourly counts of a made-up stream around what is usual for the hour. */
function stream(days: number, rate: (day: number, hour: number) => number, seed: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length: days * 24 }, (_, i) => {
    const limit = Math.exp(-rate(Math.floor(i / 24), i % 24));
    let count = 0;
    for (let product = random(); product > limit; product *= random()) count++;
    return count;
  });
}

const office = (day: number, hour: number) => (hour >= 8 && hour < 18 ? 12 : 1) * (day % 7 > 4 ? 0.2 : 1);

describe("counts", () => {
  it("lie halfway within their own probability", () => {
    const poisson = { mean: 2, rateVariation: 0 };
    expect(midBelow(poisson, 0)).toBeCloseTo(Math.exp(-2) / 2, 12);
    expect(midBelow(poisson, 1)).toBeCloseTo(Math.exp(-2) * 2, 12);
    // Geometric with mean 1: P(0) = 1/2, P(1) = 1/4.
    expect(midBelow({ mean: 1, rateVariation: 1 }, 1)).toBeCloseTo(0.5 + 0.125, 12);
  });

  it("and their levels undo each other, small and large", () => {
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(between(0.01, 5000), between(0, 1), between(0.02, 0.98), (mean, rateVariation, level) => {
        const count = countAt({ mean, rateVariation }, level);
        const reached = midBelow({ mean, rateVariation }, count) >= level - 1e-3;
        return reached && (count === 0 || midBelow({ mean, rateVariation }, count - 1) <= level + 1e-3);
      }),
      { numRuns: 300 },
    );
  });

  it("know the gamma function", () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 10);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 10);
  });
});

describe("the forecast of arrivals", () => {
  it("knows office hours and weekends", () => {
    const model = fitArrivals(stream(42, office, 1));
    // The stream ends with a Sunday: hour 10 is a Monday's, 5 x 24 + 10 a Saturday's.
    const at = (ahead: number) => forecastHour(model, ahead)?.mean ?? Number.NaN;
    expect(at(10)).toBeGreaterThan(10);
    expect(at(10)).toBeLessThan(14);
    expect(at(2)).toBeLessThan(2);
    expect(at(5 * 24 + 10)).toBeLessThan(4);
  });

  it("holds nine of ten hours in its interval, which is not more than it needs", () => {
    const counts = stream(63, office, 2);
    const model = fitArrivals(counts.subarray(0, 56 * 24));
    const covered = Array.from({ length: 168 }, (_, ahead) => {
      const forecast = forecastHour(model, ahead);
      const actual = counts[56 * 24 + ahead] ?? 0;
      return forecast !== null && forecast.low90 <= actual && actual <= forecast.high90;
    }).filter(Boolean).length;
    expect(covered / 168).toBeGreaterThan(0.82);
    expect(covered / 168).toBeLessThan(0.98);
  });

  it("follows growth", () => {
    const growing = stream(56, (day, hour) => office(day, hour) * 1.01 ** day, 3);
    const model = fitArrivals(growing);
    expect(forecastHour(model, 10)?.mean).toBeGreaterThan(office(0, 10) * 1.01 ** 50);
  });

  it("takes rare bursts for bursts: neither level nor interval follows them", () => {
    const calm = stream(42, () => 8, 4);
    const bursty = calm.map((count, hour) => (hour % 37 === 0 ? count + 60 : count));
    const [plain, spiky] = [fitArrivals(calm), fitArrivals(bursty)].map((model) => forecastHour(model, 30));
    expect(spiky?.p50).toBeLessThan(13);
    expect(spiky?.high90).toBeLessThan((plain?.high90 ?? 0) + 6);
  });

  it("says zero of a stream without tasks, and nothing beyond its horizon", () => {
    const model = fitArrivals(new Float64Array(200), 2);
    expect(forecastHour(model, 3)).toMatchObject({ p50: 0, low90: 0, high90: 0 });
    expect(forecastHour(model, 48)).toBeNull();
    expect(forecastHour(model, -1)).toBeNull();
  });

  it("refuses less than three days and counts that are none", () => {
    expect(() => fitArrivals(new Float64Array(71))).toThrow(RangeError);
    expect(() => fitArrivals(new Float64Array(100).fill(Number.NaN))).toThrow(RangeError);
    expect(() => fitArrivals(new Float64Array(100).fill(-1))).toThrow(RangeError);
  });

  it("is ordered and finite whatever the history", () => {
    const history = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 72, maxLength: 500 });
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 34 * 24 }), (counts, ahead) => {
        const forecast = forecastHour(fitArrivals(counts), ahead);
        if (!forecast) return false;
        const { mean, p50, low90, high90 } = forecast;
        return Number.isFinite(mean) && mean >= 0 && low90 >= 0 && low90 <= p50 && p50 <= high90;
      }),
      { numRuns: 40 },
    );
  });
});
