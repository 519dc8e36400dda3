import fc from "fast-check";
import { expect, it } from "vitest";
import { roleByName } from "../behavior-history.ts";
import { runOf } from "../run-fixture.ts";
import { handOffs } from "../team-run.ts";
import { RUN_END, RUN_START, TransitionModel } from "./transition-model.ts";

const names = fc.constantFrom("planner_1", "planner_2", "coder_1", "coder_2", "critic");
const runs = fc.array(fc.array(names, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 });
const fitted = (lines: readonly (readonly string[])[]) =>
  TransitionModel.fit(
    lines.map((speakers, i) => runOf(String(i), speakers)),
    roleByName,
  );

it("work goes to whom it is addressed, else to whoever speaks next, and waits until that one speaks", () => {
  const run = runOf("r", ["ada > cy: look", "bob: hm", "bob: still", "cy: found it"]);
  expect(handOffs(run)).toEqual([
    { from: "ada", to: "cy", step: 0, waitMs: 3000 },
    { from: "bob", to: "cy", step: 2, waitMs: 1000 },
  ]);
});

it("chances of what comes next sum to 1 for every agent, known or not", () => {
  fc.assert(
    fc.property(runs, (lines) => {
      const model = fitted(lines);
      for (const from of [RUN_START, "planner_1", "critic", "a stranger"]) {
        const total = model.states().reduce((sum, to) => sum + model.chance(from, to), 0);
        expect(total).toBeCloseTo(1, 9);
      }
    }),
  );
});

it("the order of runs changes nothing", () => {
  fc.assert(
    fc.property(runs, (lines) => {
      const [model, reversed] = [fitted(lines), fitted([...lines].reverse())];
      expect(reversed.chance("planner_1", "coder_1")).toBeCloseTo(model.chance("planner_1", "coder_1"), 12);
    }),
  );
});

it("a newcomer hands over as its role does", () => {
  const lines = Array.from({ length: 20 }, () => ["planner_1", "coder_1", "planner_1", "critic"]);
  const model = fitted([...lines, ["planner_2", "critic"]]);
  expect(model.chance("planner_2", "coder_1")).toBeGreaterThan(model.chance("critic", "coder_1"));
  expect(model.next("critic")[0]).toMatchObject({ to: RUN_END, n: 21 });
});

it("smoothing follows its formula: own counts, then the role's, then the fleet's plus one", () => {
  const model = new TransitionModel({
    counts: new Map([
      ["a_1", new Map([["b", 3]])],
      ["a_2", new Map([["c", 1]])],
    ]),
    roles: new Map([
      ["a_1", "a"],
      ["a_2", "a"],
      ["b", "b"],
      ["c", "c"],
    ]),
    agentStrength: 2,
    roleStrength: 1,
  });
  // Five states (a_1, a_2, b, c, the end): the fleet gives b (3 + 1) / (4 + 5); the role (3 + 4/9) / 5.
  const role = (3 + 4 / 9) / 5;
  expect(model.chance("a_1", "b")).toBeCloseTo((3 + 2 * role) / 5, 12);
  expect(model.chance("a_2", "b")).toBeCloseTo((0 + 2 * role) / 3, 12);
});

it("a busy hub is not everybody's friend: affinity compares with what their busyness explains", () => {
  const hub = Array.from({ length: 30 }, (_, i) => ["hub", `worker_${i % 10}`, "hub"]);
  const pair = Array.from({ length: 8 }, () => ["worker_1", "worker_2"]);
  const model = fitted([...hub, ...pair]);
  expect(model.affinity("worker_1", "worker_2")).toBeGreaterThan(model.affinity("hub", "worker_2"));
});

it("usual runs surprise less than unusual ones", () => {
  const model = fitted(Array.from({ length: 30 }, () => ["planner_1", "coder_1", "critic"]));
  const bits = (speakers: string[]) => model.surpriseBits(runOf("r", speakers));
  expect(bits(["planner_1", "coder_1", "critic"])).toBeLessThan(bits(["critic", "planner_1", "coder_1"]));
});
