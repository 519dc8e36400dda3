import { expect, it } from "vitest";
import { runCanary } from "./simulated-canary.ts";

const PLAN = { percent: 10, outcomes: 500, falseAlarm: 0.05 };
const runs = (factor: number) =>
  Array.from({ length: 40 }, (_, seed) => runCanary({ ...PLAN, factor, seed: 7_000 + seed }));

it("a canary finds that one agent succeeds half as often within the decisions its engine promises", () => {
  const ends = runs(0.5);
  expect(ends.every(({ verdict }) => verdict === "regression")).toBe(true);
  const decisions = ends.map((end) => end.decisions).sort((a, b) => a - b);
  expect(decisions[20]).toBeLessThan(1_100);
  expect(decisions[36]).toBeLessThan(2_500);
});

it("a canary without a regression ends as planned", () => {
  expect(runs(1).filter(({ verdict }) => verdict === "regression").length).toBeLessThanOrEqual(2);
});
