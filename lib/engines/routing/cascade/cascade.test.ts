import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "#lib/core/random.ts";
import { estimateFailureCorrelation, type SharedTask } from "./failure-correlation.ts";
import { type EscalationCandidate, type EscalationRules, expectationOf, planEscalation } from "./plan-escalation.ts";

const RULES: EscalationRules = {
  maxSteps: 3,
  failureKnownWithinMs: 1000,
  lambdaPerUsd: 5,
  failureCorrelation: 0.4,
  maxCostNanoUsd: null,
  maxDurationMs: null,
};

function candidate(row: number, success: number, costUsd: number, durationMs = 2000): EscalationCandidate {
  return { row, success, costNanoUsd: costUsd * 1e9, durationMs };
}

const cheap = candidate(0, 0.8, 0.001);
const middle = candidate(1, 0.86, 0.01);
const strong = candidate(2, 0.92, 0.05);

/** Outcomes of agents on tasks whose difficulty all of them share. */
function sharedTasks(success: readonly number[], correlation: number, tasks: number, seed: number): SharedTask[] {
  const random = seededRandom(seed);
  // Standard normal quantiles of failing: -0.8416 for 80%.
  const thresholds = success.map((p) => quantiles[p] ?? 0);
  return Array.from({ length: tasks }, () => {
    const difficulty = normal(random);
    const failed = thresholds.map(
      (threshold) => Math.sqrt(1 - correlation) * normal(random) - Math.sqrt(correlation) * difficulty < threshold,
    );
    return { success, failed };
  });
}

const quantiles: Record<number, number> = { 0.8: -0.841621, 0.9: -1.281552, 0.6: -0.253347 };

describe("an escalation plan", () => {
  it("tries the cheap agent first and the strong one after it", () => {
    const plan = planEscalation([strong, middle, cheap], RULES);
    expect(plan?.steps[0]?.row).toBe(0);
    const alone = [cheap, middle, strong].map((one) => expectationOf([one], RULES).worth);
    expect(plan?.worth).toBeGreaterThan(Math.max(...alone));
    expect(plan?.costNanoUsd).toBeLessThan(strong.costNanoUsd);
  });

  it("is worth most among all sequences", () => {
    const all = [cheap, middle, strong];
    const sequences = all.flatMap((a) =>
      all.flatMap((b) => (a === b ? [] : [[a, b], ...all.flatMap((c) => (c === a || c === b ? [] : [[a, b, c]]))])),
    );
    const best = Math.max(...sequences.map((sequence) => expectationOf(sequence, RULES).worth));
    expect(planEscalation(all, RULES)?.worth).toBeCloseTo(best, 12);
  });

  it("counts on less the more agents fail together", () => {
    const success = [0, 0.4, 0.8].map(
      (failureCorrelation) => expectationOf([cheap, strong], { ...RULES, failureCorrelation }).success,
    );
    expect(success[0]).toBeCloseTo(1 - 0.2 * 0.08, 3);
    expect(success[1]).toBeLessThan(success[0]!);
    expect(success[2]).toBeLessThan(success[1]!);
    expect(success[2]).toBeGreaterThan(0.92);
  });

  it("is what outcomes of shared difficulty come to", () => {
    const tasks = sharedTasks([0.8, 0.9], 0.4, 40_000, 3);
    const solved = tasks.filter(({ failed }) => !failed[0] || !failed[1]).length / tasks.length;
    const second = tasks.filter(({ failed }) => failed[0]).length / tasks.length;
    const plan = expectationOf([cheap, candidate(1, 0.9, 0.02)], RULES);
    expect(Math.abs(plan.success - solved)).toBeLessThan(0.005);
    expect(plan.steps[1]?.reached).toBeCloseTo(second, 1);
    expect(plan.costNanoUsd).toBeCloseTo(0.001e9 + plan.steps[1]!.reached * 0.02e9, 3);
  });

  it("keeps the task's bounds on all steps together", () => {
    const bound = (more: Partial<EscalationRules>) => planEscalation([cheap, middle, strong], { ...RULES, ...more });
    expect(bound({ maxCostNanoUsd: 0.02e9 })?.steps.map(({ row }) => row)).toEqual([0, 1]);
    expect(bound({ maxDurationMs: 5000 })?.steps).toHaveLength(2);
    expect(bound({ maxDurationMs: 4999 })).toBeNull();
    expect(planEscalation([cheap, { ...strong, costNanoUsd: Number.NaN }], RULES)).toBeNull();
  });

  it("counts the time until a failure is known", () => {
    const plan = expectationOf([cheap, strong], RULES);
    expect(plan.durationMs).toBeCloseTo(2000 + plan.steps[1]!.reached * 3000, 6);
  });
});

describe("the correlation of failures", () => {
  it("is found again in outcomes that were made with it", () => {
    for (const correlation of [0.05, 0.3, 0.7]) {
      const found = estimateFailureCorrelation(sharedTasks([0.6, 0.8, 0.9], correlation, 15_000, 17));
      expect(Math.abs((found ?? 1) - correlation)).toBeLessThan(0.06);
    }
  });

  it("is unknown where no task was tried by two", () => {
    expect(estimateFailureCorrelation([{ success: [0.5], failed: [true] }])).toBeNull();
  });
});
