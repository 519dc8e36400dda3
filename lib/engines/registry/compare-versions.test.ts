import { expect, it } from "vitest";
import type { EvaluationReport, EvaluationRow } from "#lib/contracts/evaluation.ts";
import type { ModelVersionView } from "#lib/contracts/model.ts";
import { compareRecorded, type MeasuredVersion } from "./compare-versions.ts";

function version(number: number, change: Partial<ModelVersionView["metadata"]>, success: number): MeasuredVersion {
  const report = { heldOut: { how: "", rows: 1, tasks: 1, sha256: "same" }, perAgent: [row(`a${number}`), row("b")] };
  return {
    version: {
      ...{ name: "f", kind: "performance_predictor", version: number, artifactSha256: "", sizeBytes: 1, note: "" },
      ...{ authorName: "Ada", createdAt: "", aliases: [], description: "", tags: {}, artifactKept: true },
      metadata: {
        ...{ rows: 10, agents: 2, dataSha256: "", windowFrom: null, windowTo: null, seed: 1, parameters: {} },
        ...change,
      },
      metrics: { success: { value: success, unit: "fraction", n: 100, ci95: [success - 0.02, success + 0.02] } },
    },
    report: report as unknown as EvaluationReport,
  };
}

function row(name: string): EvaluationRow {
  return { name, n: 5, observed: 0.5, predicted: 0.5, brier: 0.2, chosenShare: 0.5, successWhenChosen: 0.5 };
}

const of = (fresh: number, change = {}) => compareRecorded(version(1, {}, 0.7), version(2, change, fresh));

it("says what a difference is worth: intervals that overlap cannot be told apart", () => {
  expect(of(0.8).figures).toMatchObject([{ name: "success", verdict: "better", difference: expect.closeTo(0.1) }]);
  expect(of(0.6).figures).toMatchObject([{ verdict: "worse" }]);
  expect(of(0.72).figures).toMatchObject([{ verdict: "not_distinguishable" }]);
});

it("lists the parameters that differ, nested ones by their path", () => {
  expect(of(0.7).parameters).toEqual([]);
  expect(of(0.7, { rows: 20, parameters: { coldStart: { priorSuccess: 0.5 } } }).parameters).toEqual([
    { name: "coldStart.priorSuccess", old: null, fresh: "0.5" },
    { name: "rows", old: "10", fresh: "20" },
  ]);
});

it("sets agents side by side, also those that only one has measured", () => {
  expect(of(0.7).sameHeldOut).toBe(true);
  const agents = of(0.7).agents.map(({ agent, old, fresh }) => [agent, old !== null, fresh !== null]);
  expect(agents).toEqual([
    ["a1", true, false],
    ["a2", false, true],
    ["b", true, true],
  ]);
});
