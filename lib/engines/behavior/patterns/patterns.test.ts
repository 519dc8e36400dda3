import { describe, expect, it } from "vitest";
import { roleByName } from "../behavior-history.ts";
import { runOf } from "../run-fixture.ts";
import { TransitionModel } from "../transitions/transition-model.ts";
import { findPatterns } from "./find-patterns.ts";
import { DEFAULT_PATTERN_SETTINGS, stepsText } from "./pattern.ts";

const kindsOf = (lines: readonly string[], task: string | null = null) =>
  findPatterns(runOf("r", lines, { taskText: task }), null).map(({ kind }) => kind);

describe("a loop", () => {
  it("is the same words by the same speakers, three rounds long", () => {
    const round = ["planner > web: open the page again", "web: the page shows an error now"];
    const [loop] = findPatterns(runOf("r", [...round, ...round, ...round]), null);
    expect(loop).toMatchObject({ kind: "loop", agents: ["planner", "web"], steps: [0, 1, 2, 3, 4, 5] });
    expect(loop?.sentence).toBe("planner → web went round 3 times (steps 0-5).");
  });

  it("is not a planner and a worker who do something else each time", () => {
    const lines = ["one", "two", "three", "four"].flatMap((n) => [
      `planner > web: open page ${n} of it`,
      `web: ${n} ${n}a ${n}b`,
    ]);
    expect(kindsOf(lines)).not.toContain("loop");
  });

  it("of one agent that repeats itself is found too", () => {
    expect(kindsOf(["a: wait for it", "a: wait for it", "a: wait for it"])).toContain("loop");
  });
});

describe("ping-pong", () => {
  const rally = ["a: 1 u", "b: 2 v", "a: 3 w", "b: 4 x", "a: 5 y", "b: 6 z"];

  it("is a long exchange of two", () => {
    expect(kindsOf(rally)).toContain("ping_pong");
    expect(kindsOf([...rally.slice(0, 3), "c: 7", ...rally.slice(3)])).not.toContain("ping_pong");
  });

  it("is nothing to report in a fleet where the two always work in turns", () => {
    const usual = Array.from({ length: 20 }, (_, i) => runOf(String(i), [...rally, ...rally]));
    const mixed = Array.from({ length: 20 }, (_, i) => runOf(String(i), ["a", "b", "c", "a", "c", "b"]));
    const found = (runs: typeof usual) =>
      findPatterns(runOf("r", rally), TransitionModel.fit(runs, roleByName)).filter(({ kind }) => kind === "ping_pong");
    expect(found(usual)).toEqual([]);
    expect(found(mixed)[0]?.sentence).toMatch(
      /^a and b answered each other 6 times in a row \(steps 0-5\)\. In this fleet/,
    );
  });
});

it("stagnation is several turns without a new word, and a new one ends it", () => {
  const task = "find the price of the red car";
  const stale = ["a: the price of the car", "b: find the red car", "a: the price", "b: car price"];
  expect(kindsOf(stale, task)).toContain("stagnation");
  expect(kindsOf([...stale.slice(0, 2), "c: it costs 9000 euro", ...stale.slice(2)], task)).not.toContain("stagnation");
});

describe("a dropped hand-off", () => {
  it("is one whose receiver never speaks", () => {
    const [found] = findPatterns(
      runOf("r", ["a > b: please do it", "c: 1", "c: 2 x", "d: 3 y", "c: 4 z", "d: 5"]),
      null,
    );
    expect(found).toMatchObject({ kind: "dropped_hand_off", agents: ["a", "b"] });
    expect(found?.sentence).toBe("a handed over to b at step 0, and b said nothing in the 4 turns after.");
  });

  it("is not one that is answered in time or given to somebody else", () => {
    expect(kindsOf(["a > b: do it", "c: hm", "b: done"])).toEqual([]);
    expect(kindsOf(["a > b: do it", "a > c: no, you", "c: done"])).toEqual([]);
  });

  it("is a last word that nobody takes up, once somebody has said how the run ended", () => {
    const lines = ["a: start", "b > a: over to you"];
    expect(kindsOf(lines)).toEqual([]);
    const ended = findPatterns(runOf("r", lines, { succeeded: false }), null);
    expect(ended.map(({ kind }) => kind)).toEqual(["dropped_hand_off"]);
  });
});

it("steps are written as a reader writes them", () => {
  expect([[4], [4, 5, 6], [4, 9, 12], [1, 3, 5, 7, 9, 11]].map(stepsText)).toEqual([
    "step 4",
    "steps 4-6",
    "steps 4, 9 and 12",
    "steps 1, 3, 5, 7, ... and 11",
  ]);
  expect(DEFAULT_PATTERN_SETTINGS.loopRounds).toBe(3);
});
