import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { calibrationDrift, judgeCalibration } from "./calibration-drift.ts";
import { judgeMix, mixShift } from "./mix-shift.ts";

const counts = (entries: Record<string, number>) => new Map(Object.entries(entries));
const TYPES = ["research", "analysis", "review", "code", "summary", "plan"];

function drawn(n: number, seed: number) {
  const random = seededRandom(seed);
  const mix = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const type = TYPES[Math.floor(random() ** 2 * TYPES.length)] ?? "";
    mix.set(type, (mix.get(type) ?? 0) + 1);
  }
  return mix;
}

describe("a mix of tasks", () => {
  it("is the same in two samples of one world, however small", () => {
    const shifted = Array.from({ length: 400 }, (_, i) => mixShift(drawn(2_000, i), drawn(30, 1_000 + i))).filter(
      (shift) => shift && judgeMix(shift) !== "same",
    );
    expect(shifted.length).toBeLessThanOrEqual(6);
  });

  it("is the same when a few tasks of a new type come", () => {
    expect(mixShift(counts({ research: 5_000 }), counts({ research: 240, chat: 6 }))?.index ?? 0).toBeLessThan(0.1);
  });

  it("is another one when a type takes the place of another, and says which", () => {
    const shift = mixShift(counts({ research: 600, review: 400 }), counts({ research: 40, review: 160 }));
    expect(shift && judgeMix(shift)).toBe("another");
    expect(shift?.mover).toEqual({ name: "review", before: 0.4, after: 0.8 });
    expect(mixShift(counts({ research: 5 }), counts({ research: 9 }))).toBeNull();
  });
});

/** Ten bins of outcomes that come `off` oftener than foretold. */
function bins(perBin: number, off: number, seed: number) {
  const random = seededRandom(seed);
  return Array.from({ length: 10 }, (_, i) => {
    const p = (i + 0.5) / 10;
    let successes = 0;
    for (let k = 0; k < perBin; k++) successes += random() < p + off ? 1 : 0;
    return { n: perBin, probability: perBin * p, variance: perBin * p * (1 - p), successes };
  });
}

describe("calibration today", () => {
  it("has an error by chance alone, which counts for nothing", () => {
    const judged = Array.from({ length: 300 }, (_, seed) => calibrationDrift(bins(30, 0, seed)));
    expect(judged.filter((one) => one && one.error > 0.03).length).toBeGreaterThan(250);
    expect(judged.filter((one) => one && judgeCalibration(one, 0.02) !== "same")).toEqual([]);
  });

  it("has drifted when success comes otherwise than foretold, more than it did in training", () => {
    const drift = calibrationDrift(bins(100, -0.14, 3));
    expect(drift?.gap).toBeLessThan(-0.1);
    expect(drift && judgeCalibration(drift, 0)).not.toBe("same");
    expect(drift && judgeCalibration(drift, 0.12)).toBe("same");
    expect(calibrationDrift([])).toBeNull();
  });
});
