import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import {
  agentFixture,
  budgetFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  policyFixture,
  predictorFixture,
  priceFixture,
  routerFixture,
  taskFixture,
  veteran,
} from "./fleet-fixture.ts";
import { type Rescored, rescore } from "./rescore.ts";
import { rescoredCandidates } from "./rescored-candidates.ts";
import { parseCandidates, storedNames } from "./stored-candidates.ts";

const NAMES = ["ada", "bob", "cy", "dee", "eve"];
const configurations = NAMES.map((name, i) =>
  configurationFixture({ ref: `anthropic/${name}`, price: priceFixture(i + 1, 5 * (i + 1)) }),
);
const agents = NAMES.map((name, i) =>
  agentFixture(name, { configuration: configurations[i]!, activeLeases: i, concurrencyLimit: 4 }),
);

/** Routes with one set of forecasts and makes the stored decision again with another. */
function replay(before: Forecasts, after: Forecasts, changes: Partial<RoutingPolicy> = {}, seed = 7, lambdaPerUsd = 0) {
  const policy = policyFixture(changes);
  const result = routerFixture(agents, { policy: changes, forecasts: before }).route(
    taskFixture(),
    inputsFixture({ seed, budgets: [budgetFixture(10n ** 12n, { pace: { aheadPoints: 5, lambdaPerUsd } })] }),
  );
  const stored = parseCandidates(encodeCandidates(result));
  const names = storedNames(stored);
  const says = (forecasts: Forecasts) => ({
    prediction: predictorFixture(forecasts).predictColumns(names, { type: "research", text: "", source: null }),
    lesson: null,
    failureCorrelation: null,
  });
  const find = (ref: string) => configurations.find((one) => one.ref === ref) ?? null;
  const rescored = rescore({
    ...{ stored, policy, seed, configurations: stored.configurations.map(find) },
    ...{ decided: says(before), tried: says(after) },
  });
  return { result, stored, rescored, chosen: names[rescored.chosen] ?? null };
}

const probabilityOf = ({ ranking, probability }: Rescored, row: number) => probability[ranking.indexOf(row)];

const forecast = fc.record({
  successProbability: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  totalSamples: fc.integer({ min: 0, max: 300 }),
  typeSamples: fc.integer({ min: 0, max: 50 }),
  durationP50Ms: fc.integer({ min: 100, max: 60_000 }),
  inputTokensP50: fc.integer({ min: 10, max: 20_000 }),
  outputTokensP50: fc.integer({ min: 10, max: 4_000 }),
});
const forecasts = fc
  .tuple(forecast, forecast, forecast, forecast, forecast)
  .map((all): Forecasts => Object.fromEntries(NAMES.map((name, i) => [name, all[i]!])));
const selection = fc.constantFrom<RoutingPolicy["selection"]>(
  { kind: "best" },
  { kind: "epsilon", epsilon: 0.3 },
  { kind: "softmax", temperature: 0.1 },
);

describe("a stored decision made again", () => {
  it("by the version that decided comes to the same choice with the same propensity", () => {
    fc.assert(
      fc.property(forecasts, selection, fc.nat(1e6), fc.nat(20), (same, policy, seed, lambdaPerUsd) => {
        const { result, rescored } = replay(same, same, { selection: policy }, seed, lambdaPerUsd);
        expect(rescored.chosen).toBe(result.chosen);
        expect(probabilityOf(rescored, result.chosen)).toBeCloseTo(result.propensity, 4);
      }),
      { numRuns: 200 },
    );
  });

  it("by another version comes to the choice that routing with it would have made", () => {
    fc.assert(
      fc.property(forecasts, forecasts, (before, after) => {
        const { rescored } = replay(before, after);
        const fresh = routerFixture(agents, { forecasts: after }).route(taskFixture(), inputsFixture());
        const total = (row: number) => fresh.candidates.total[row]!;
        expect(total(fresh.chosen) - total(rescored.chosen)).toBeLessThan(1e-3);
        for (const row of fresh.ranking) expect(rescored.total[row]).toBeCloseTo(total(row), 2);
      }),
      { numRuns: 200 },
    );
  });

  it("never chooses whom a filter has refused", () => {
    const full = { ada: veteran(0.5), bob: veteran(0.5), cy: veteran(0.5), dee: veteran(0.5), eve: veteran(0.5) };
    // eve holds as many tasks as she may.
    const { stored, rescored } = replay(full, { ...full, eve: veteran(0.99) });
    expect(stored.refused[4]).not.toBe(0);
    expect(rescored.chosen).not.toBe(4);
  });

  it("shows who would have been chosen, and why, as the decision's page does", () => {
    const before = { ada: veteran(0.9), bob: veteran(0.5) };
    const { stored, rescored, chosen } = replay(before, { ada: veteran(0.5), bob: veteran(0.95) });
    expect(chosen).toBe("bob");
    const [first] = decodeCandidates(rescoredCandidates(stored, rescored));
    expect(first).toMatchObject({ agentName: "bob", toWin: null });
    expect(first?.successProbability).toBeCloseTo(0.95, 2);
  });

  it("keeps what is not known unknown", () => {
    const { rescored } = replay({ ada: { successProbability: 0.9 } }, { ada: { successProbability: 0.8 } });
    expect(rescored.durationP50Ms[0]).toBeNaN();
    expect(rescored.costNanoUsd[0]).toBeNaN();
  });
});
