import { expect, it } from "vitest";
import { canaryPlanSchema } from "#lib/contracts/model-policy.ts";
import { runCanary } from "./simulated-canary.ts";

const plan = canaryPlanSchema.parse({});
const runs = (factor: number) =>
  Array.from({ length: 40 }, (_, seed) => runCanary({ plan, factor, seed: 7_000 + seed }));

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
