import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collaborationFactor } from "./collaboration-factor.ts";
import { effectPosterior, fitEffectPrior } from "./effect-prior.ts";
import { discoveries } from "./false-discovery.ts";
import { pairUplifts } from "./pair-uplift.ts";
import { teamUplifts } from "./team-uplift.ts";
import type { UpliftRow } from "./uplift-row.ts";

/** `n` tasks of which a share succeeds. */
function tasks(agent: string, partner: string | null, n: number, succeeded: number, expected: number): UpliftRow[] {
  return Array.from({ length: n }, (_, i) => ({ agent, partner, actual: i < succeeded ? 1 : 0, expected }));
}

describe("discoveries among many tests", () => {
  it("are those below the line of Benjamini and Hochberg, ties and order apart", () => {
    // Limits at 10% of five: 0.02, 0.04, 0.06, 0.08, 0.1; the third lies below its own and takes the second along.
    expect(discoveries([0.9, 0.055, 0.001, 0.045, 0.5], 0.1)).toEqual([false, true, true, true, false]);
    expect(discoveries([], 0.1)).toEqual([]);
    expect(discoveries([0.2, 0.3], 0.1)).toEqual([false, false]);
  });

  it("grow with the rate and with smaller chances", () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(chances, (pValues) => {
        const [few, many] = [discoveries(pValues, 0.05), discoveries(pValues, 0.2)];
        expect(few.every((found, i) => !found || many[i])).toBe(true);
        const smaller = discoveries(
          pValues.map((p) => p / 2),
          0.05,
        );
        expect(few.every((found, i) => !found || smaller[i])).toBe(true);
      }),
    );
  });
});

describe("shrinkage", () => {
  const prior = fitEffectPrior([
    ...Array.from({ length: 60 }, (_, i) => ({ value: (i % 7) / 100 - 0.03, variance: 0.001 })),
    { value: 0.3, variance: 0.001 },
  ]);

  it("believes less than was observed, of the same sign, and little of few tasks", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.1, noNaN: true }),
        (value, variance) => {
          const { mean, ci95, falseSignRate } = effectPosterior(prior, value, variance);
          expect(Math.abs(mean)).toBeLessThanOrEqual(Math.abs(value) + 1e-9);
          expect(mean * value).toBeGreaterThanOrEqual(-1e-12);
          expect(ci95[0]).toBeLessThanOrEqual(ci95[1]);
          expect(falseSignRate).toBeLessThanOrEqual(0.5);
        },
      ),
    );
    expect(effectPosterior(prior, 0.3, 0.05).mean).toBeLessThan(effectPosterior(prior, 0.3, 0.001).mean / 3);
  });

  it("leaves a large effect of many tasks nearly whole", () => {
    expect(effectPosterior(prior, 0.3, 0.001).mean).toBeGreaterThan(0.24);
    expect(effectPosterior(prior, 0.3, 0.001).falseSignRate).toBeLessThan(0.01);
  });
});

describe("uplift of a pair", () => {
  it("is the mean of actual less expected, less what the agent is off with its other partners", () => {
    const rows = [...tasks("cy", "ada", 200, 160, 0.6), ...tasks("cy", "bob", 200, 120, 0.6)];
    const [ada] = pairUplifts(rows, "success");
    expect(ada).toMatchObject({ agent: "cy", partner: "ada", n: 200 });
    // Bob's tasks ended as expected, so next to nothing is to be taken away.
    expect(ada?.observed.value).toBeCloseTo(0.2, 2);
    // But with one other partner to compare with, much of it may as well be the agent's own.
    expect(ada?.observed.ci95[0]).toBeGreaterThan(0);
    expect(ada?.observed.ci95[0]).toBeLessThan(0.1);
  });

  it("does not praise a pair for an agent that its record undersells", () => {
    const partners = ["a", "b", "c", "d", "e", "f"];
    const rows = [
      ...partners.flatMap((partner) => tasks("good", partner, 300, 240, 0.6)),
      ...partners.flatMap((partner) => tasks("plain", partner, 300, 180, 0.6)),
      ...partners.flatMap((partner) => tasks("bad", partner, 300, 120, 0.6)),
    ];
    for (const { observed, isFound } of pairUplifts(rows, "success")) {
      expect(Math.abs(observed.value)).toBeLessThan(0.06);
      expect(isFound).toBe(false);
    }
  });

  it("of three successes is not certain", () => {
    const [pair] = pairUplifts(tasks("cy", "ada", 3, 3, 0.5), "success");
    expect(pair?.isFound).toBe(false);
    expect(pair?.observed.ci95[0]).toBeLessThan(0);
  });

  it("does not depend on the order of tasks", () => {
    const rows = [
      ...tasks("cy", "ada", 40, 30, 0.6),
      ...tasks("cy", "bob", 40, 20, 0.6),
      ...tasks("cy", null, 30, 18, 0.6),
    ];
    const named = (of: readonly UpliftRow[]) =>
      new Map(pairUplifts(of, "success").map((pair) => [pair.partner, pair.observed.value]));
    const [forward, backward] = [named(rows), named([...rows].reverse())];
    expect([...forward.keys()].sort()).toEqual(["ada", "bob"]);
    for (const [partner, value] of forward) expect(backward.get(partner)).toBeCloseTo(value, 12);
  });

  it("of cost is told in logarithms", () => {
    const rows = Array.from(
      { length: 60 },
      (_, i): UpliftRow => ({
        agent: "cy",
        partner: i % 2 === 0 ? "ada" : "bob",
        actual: (i % 2 === 0 ? Math.log(2) : 0) + (i % 3) / 10,
        expected: 0.1,
      }),
    );
    const [ada, bob] = pairUplifts(rows, "log_cost");
    expect((ada?.observed.value ?? 0) - (bob?.observed.value ?? 0)).toBeGreaterThan(0.5);
  });

  it("of a team counts who was in it, not in which order", () => {
    const row = (members: string[], actual: number) => ({ members, actual, expected: 0.5 });
    const teams = teamUplifts([row(["b", "a"], 1), row(["a", "b"], 1), row(["c"], 0)], "success");
    expect(teams.map(({ members, n }) => ({ members, n }))).toEqual([
      { members: ["a", "b"], n: 2 },
      { members: ["c"], n: 1 },
    ]);
  });
});

describe("the collaboration factor", () => {
  it("says what a person can check", () => {
    const partners = ["b", "c", "d", "e", "f", "g", "h", "i", "j"];
    const rows = [
      ...tasks("analyst_004", "researcher_002", 214, 171, 0.6),
      ...partners.flatMap((partner) => tasks("analyst_004", partner, 200, 120, 0.6)),
    ];
    const pair = pairUplifts(rows, "success").find(({ partner }) => partner === "researcher_002");
    const { score, n, sentence } = collaborationFactor("analyst_004", "researcher_002", pair);
    expect(sentence).toMatch(/^After researcher_002, analyst_004 finishes (1\d|20) points more often \(n = 214\)\.$/);
    expect({ n, high: score > 0.8 }).toEqual({ n: 214, high: true });
  });

  it("is neutral for two who have never met", () => {
    expect(collaborationFactor("a", "b", undefined)).toEqual({
      score: 0.5,
      n: 0,
      sentence: "a has not worked after b yet.",
    });
  });
});
