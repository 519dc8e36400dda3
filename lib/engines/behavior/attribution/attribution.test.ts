import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runOf } from "../run-fixture.ts";
import { boostedScore, DEFAULT_BOOST, fitBoostedChoice } from "./boosted-choice.ts";
import { choiceChances, fitConditionalLogit } from "./conditional-logit.ts";
import { blame, fitFaults } from "./fault-attributor.ts";
import { evaluateFaults } from "./fault-evaluation.ts";
import { faultEvidence } from "./fault-evidence.ts";
import { type FaultExample, faultTarget } from "./fault-examples.ts";
import { STEP_FEATURE_NAMES, stepFeatures } from "./step-features.ts";

/** Runs in which whoever guesses is at fault, at a place that varies. */
function guessingRuns(count: number): FaultExample[] {
  return Array.from({ length: count }, (_, i) => {
    const agents = ["reader", "coder", "checker"];
    const at = 1 + (i % 3);
    const lines = ["asker: How many bridges are there? Please find out."];
    for (let step = 1; step <= 3; step++) {
      const agent = agents[(i + step) % 3] as string;
      const said =
        step === at
          ? `Let's assume there are ${i} hypothetical bridges for now.`
          : `I looked at page ${step} of the list.`;
      lines.push(`${agent}: ${said}`);
    }
    const run = runOf(`r${i}`, lines, { succeeded: false, taskText: "How many bridges are there?" });
    return { run, fault: { agent: run.interactions[at]?.from ?? "", step: at } };
  });
}

describe("the conditional logit", () => {
  it("finds the log odds that shares of answers have, when the prior is weak", () => {
    // One of two choices is marked and right in 3 of 4 questions: log odds of 3.
    const set = (right: number) => ({
      rows: [Float64Array.of(1), Float64Array.of(0)],
      target: Float64Array.of(right, 1 - right),
    });
    const weights = fitConditionalLogit([set(1), set(1), set(1), set(0)], Float64Array.of(1e-6));
    expect(weights[0]).toBeCloseTo(Math.log(3), 4);
  });

  it("gives chances that sum to 1 and do not follow the order of choices", () => {
    const row = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), (rows) => {
        const of = (some: number[][]) => [
          ...choiceChances(
            some.map((one) => Float64Array.from(one)),
            Float64Array.of(1, -2),
          ),
        ];
        const chances = of(rows);
        expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9);
        of([...rows].reverse())
          .reverse()
          .forEach((chance, i) => {
            expect(chance).toBeCloseTo(chances[i] as number, 9);
          });
      }),
    );
  });
});

it("boosted trees learn what counts in combination only", () => {
  const rows = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ].map((row) => Float64Array.from(row));
  // Right is the choice whose two marks differ, of two choices drawn from all four.
  const sets = [
    [0, 1],
    [0, 2],
    [3, 1],
    [3, 2],
  ].flatMap(([wrong, right]) =>
    Array.from({ length: 20 }, () => ({
      rows: [rows[wrong as number] as Float64Array, rows[right as number] as Float64Array],
      target: Float64Array.of(0, 1),
    })),
  );
  const trees = fitBoostedChoice(sets, { ...DEFAULT_BOOST, columns: 1 });
  const [same, different] = [boostedScore(trees, Float64Array.of(1, 1)), boostedScore(trees, Float64Array.of(1, 0))];
  expect(different - same).toBeGreaterThan(1);
});

describe("whose fault a failed run was", () => {
  it("is learned, and its chances sum to 1 over steps and over agents", () => {
    const examples = guessingRuns(45);
    const state = fitFaults(examples.slice(0, 36), 1);
    if (!state) throw new Error("36 examples are enough");
    for (const { run, fault } of examples.slice(36)) {
      const said = blame(state, run);
      expect(said.steps[0]).toMatchObject({ step: fault.step, agent: fault.agent });
      expect(said.agents[0]?.agent).toBe(fault.agent);
      const evidence = faultEvidence(state, run);
      expect(evidence(fault.step ?? -1)).toContain("it assumes or guesses");
      expect(evidence(0)).not.toContain("it assumes or guesses");
      for (const chances of [said.steps, said.agents]) {
        expect(chances.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      }
    }
  });

  it("does not read how the run is called, nor whether it failed, nor its task's type", () => {
    const [example] = guessingRuns(1);
    if (!example) throw new Error("one run");
    const other = { ...example.run, id: "another", taskType: "another", succeeded: true };
    expect(stepFeatures(other)).toEqual(stepFeatures(example.run));
  });

  it("is not learned from a handful of runs", () => {
    expect(fitFaults(guessingRuns(10), 1)).toBeNull();
  });

  it("is measured on runs that the fit has not seen: where nothing tells, it guesses", () => {
    const scores = evaluateFaults(guessingRuns(30), { folds: 3, seeds: [1, 2] });
    expect(scores.step).toHaveLength(2);
    expect(Math.min(...scores.agent)).toBeGreaterThan(0.8);
  });
});

describe("the answer to learn", () => {
  const run = runOf("r", ["a: 1", "b: 2", "a: 3", "c: 4"]);

  it("is the step, and the agent's other turns as far as they count", () => {
    expect([...(faultTarget({ run, fault: { agent: "a", step: 2 } }, 0) ?? [])]).toEqual([0, 0, 1, 0]);
    expect([...(faultTarget({ run, fault: { agent: "a", step: 2 } }, 0.5) ?? [])]).toEqual([0.25, 0, 0.75, 0]);
  });

  it("is all turns of the agent where nobody said which step, and nothing for a stranger", () => {
    expect([...(faultTarget({ run, fault: { agent: "a", step: null } }, 0) ?? [])]).toEqual([0.5, 0, 0.5, 0]);
    expect(faultTarget({ run, fault: { agent: "nobody", step: null } }, 0)).toBeNull();
  });
});

it("every turn of every run is described by the same finite numbers", () => {
  const line = fc.tuple(
    fc.constantFrom("a", "b", "c > a"),
    fc.constantFrom("", ": exitcode: 0", ": ```code```", ": no 12 words"),
  );
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (lines) => {
      const { names, rows } = stepFeatures(
        runOf(
          "r",
          lines.map((parts) => parts.join("")),
        ),
      );
      expect(names).toEqual(STEP_FEATURE_NAMES);
      for (const row of rows) expect(row.every(Number.isFinite)).toBe(true);
    }),
  );
});
