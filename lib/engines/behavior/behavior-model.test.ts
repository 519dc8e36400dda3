import { expect, it } from "vitest";
import { decodeArtifact, encodeArtifact } from "../registry/artifact.ts";
import { decodeBehavior, encodeBehavior } from "./behavior-artifact.ts";
import type { BehaviorHistory } from "./behavior-history.ts";
import { BehaviorModel } from "./behavior-model.ts";
import { evaluateBehavior } from "./evaluate-behavior.ts";
import { runOf } from "./run-fixture.ts";

const runs = Array.from({ length: 30 }, (_, i) =>
  runOf(
    `r${i}`,
    [
      "planner_1 > coder_1: write it",
      `coder_1: let's assume ${i} of them`,
      "critic: this is right",
      `planner_1: done ${i}`,
    ],
    {
      succeeded: false,
      taskText: "How many are there?",
    },
  ),
);
const history: BehaviorHistory = {
  runs,
  faults: new Map(runs.map(({ id }) => [id, { agent: "coder_1", step: 1 }])),
  pairs: {
    success: runs.flatMap((_, i) =>
      ["planner_1", "critic"].map((partner) => ({ agent: "coder_1", partner, actual: i % 2, expected: 0.5 })),
    ),
    log_cost: [],
    log_duration: [],
  },
  teams: runs.map((_, i) => ({ members: ["planner_1", "coder_1"], actual: i % 2, expected: 0.5 })),
};
const model = BehaviorModel.fit(history, { seed: 1 });
const bytes = encodeBehavior(model.state);

it("the same history gives the same bytes, and these the same model", () => {
  expect(Buffer.from(encodeBehavior(BehaviorModel.fit(history, { seed: 1 }).state)).equals(Buffer.from(bytes))).toBe(
    true,
  );
  const read = new BehaviorModel(decodeBehavior(bytes));
  expect(Buffer.from(encodeBehavior(read.state)).equals(Buffer.from(bytes))).toBe(true);
  const [run] = runs;
  if (run) expect(read.blame(run)).toEqual(model.blame(run));
  expect(read.collaborationFactor("critic", "coder_1")).toEqual(model.collaborationFactor("critic", "coder_1"));
});

it("a model that answers otherwise than when it was written is refused", () => {
  const { header, tensors } = decodeArtifact(bytes);
  const changed = (edit: object) =>
    encodeArtifact({
      kind: "behavior",
      header: { ...(header as object), ...edit },
      tensors: Object.fromEntries(tensors),
    });
  expect(() => decodeBehavior(changed({ agent_strength: 77 }))).toThrow("does not answer as when it was written");
  expect(() => decodeBehavior(changed({ model_version: 2 }))).toThrow("reads behaviour models of version 1");
  expect(() => decodeBehavior(changed({ states: [] }))).toThrow("points outside its names");
  expect(() => decodeBehavior(encodeArtifact({ kind: "workload", header: {}, tensors: {} }))).toThrow(
    "it is a workload",
  );
});

it("knows nothing without history, and says so", () => {
  const empty = BehaviorModel.fit(
    { runs: [], faults: new Map(), pairs: { success: [], log_cost: [], log_duration: [] }, teams: [] },
    { seed: 1 },
  );
  const [run] = runs;
  expect(run && empty.blame(run)).toBeNull();
  expect(empty.collaborationFactor("a", "b").score).toBe(0.5);
  expect(decodeBehavior(encodeBehavior(empty.state)).runs).toBe(0);
});

it("is measured for the gates on runs it has not seen", () => {
  const figures = evaluateBehavior(model, history, 1);
  expect(figures.handoff_accuracy?.value).toBeGreaterThan(0.95);
  expect(figures.handoff_accuracy?.baseline).toBeLessThan(0.5);
  expect(figures.agent_at_fault).toMatchObject({ value: 1, n: 30 });
  expect(figures.pairs_found).toMatchObject({ value: 0, n: 2 });
});

it("tells what happened in a run, and where work ends up", () => {
  const run = runOf("x", ["planner_1 > nobody: do it", "critic: no"]);
  const [found] = model.patternsOf({ ...run, succeeded: false });
  expect(found?.kind).toBe("dropped_hand_off");
  expect([...model.centrality().values()].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 8);
});
