import { describe, expect, it } from "vitest";
import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import type { TaskWire } from "#lib/contracts/task.ts";
import { normal, seededRandom } from "#lib/core/random.ts";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import {
  agentFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  policyFixture,
  routerFixture,
  taskFixture,
  veteran,
} from "./fleet-fixture.ts";
import type { RoutingResult } from "./routing-result.ts";
import { bestProbabilities } from "./thompson.ts";

/** Success weighs alone, so that totals are success probabilities. */
const SUCCESS_ALONE: RoutingPolicy["weights"] = {
  performance: 1,
  capability: 0,
  availability: 0,
  cost: 0,
  experience: 0,
  latency: 0,
  collaboration: 0,
};
const believed = (success: number, low: number, high: number) => ({
  ...veteran(success),
  successLow: low,
  successHigh: high,
});

function routerWith(forecasts: Forecasts, policy: Partial<RoutingPolicy>) {
  const agents = Object.keys(forecasts).map((name) => agentFixture(name));
  return routerFixture(agents, { forecasts, policy: { weights: SUCCESS_ALONE, ...policy } });
}

const nameOf = (result: RoutingResult) => result.agents[result.chosen]?.name ?? "";
const share = (results: readonly RoutingResult[], name: string) =>
  results.filter((result) => nameOf(result) === name).length / results.length;

function many(router: ReturnType<typeof routerWith>, n: number, task: Partial<TaskWire> = {}, exploredNanoUsd = 0) {
  return Array.from({ length: n }, (_, seed) =>
    router.route(taskFixture(task), inputsFixture({ seed, exploredNanoUsd })),
  );
}

describe("Thompson sampling", () => {
  const thompson = { selection: { kind: "thompson" } } as const;

  it("gives every place the chance to be the best that drawing from the beliefs gives it", () => {
    const beliefs = {
      base: Float64Array.from([0.1, 0.12, 0.1, 0.05]),
      share: 0.8,
      charge: Float64Array.from([0, 0.02, 0, 0]),
      logit: Float64Array.from([1, 0.9, 0.2, 1.4]),
      sd: Float64Array.from([0.3, 0.4, 1.2, 0.1]),
    };
    const random = seededRandom(11);
    const wins = new Float64Array(4);
    const draws = 40_000;
    for (let draw = 0; draw < draws; draw++) {
      const totals = beliefs.base.map((base, i) => {
        const success = 1 / (1 + Math.exp(-(beliefs.logit[i]! + beliefs.sd[i]! * normal(random))));
        return base + beliefs.share * Math.max(0, success - beliefs.charge[i]!);
      });
      const best = totals.indexOf(Math.max(...totals));
      wins[best] = wins[best]! + 1;
    }
    const exact = bestProbabilities(beliefs);
    expect(exact.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    exact.forEach((p, i) => {
      expect(Math.abs(p - wins[i]! / draws)).toBeLessThan(0.012);
    });
  });

  it("chooses as often as the stored propensity says", () => {
    const router = routerWith({ ada: believed(0.8, 0.7, 0.87), bob: believed(0.75, 0.5, 0.9) }, thompson);
    const results = many(router, 3000);
    const tried = results.find((result) => nameOf(result) === "bob");
    expect(Math.abs(share(results, "bob") - (tried?.propensity ?? 0))).toBeLessThan(0.03);
    expect(tried?.propensity).toBeGreaterThan(0.15);
  });

  it("leaves an agent alone that is known to be worse", () => {
    const router = routerWith({ ada: believed(0.9, 0.88, 0.92), bob: believed(0.5, 0.46, 0.54) }, thompson);
    expect(share(many(router, 200), "bob")).toBe(0);
  });

  it("stores the chance of every candidate with the decision", () => {
    const router = routerWith({ ada: believed(0.8, 0.7, 0.87), bob: believed(0.75, 0.5, 0.9) }, thompson);
    const result = router.route(taskFixture(), inputsFixture({ seed: 3 }));
    const rows = decodeCandidates(encodeCandidates(result));
    expect(rows.reduce((sum, row) => sum + (row.propensity ?? 0), 0)).toBeCloseTo(1, 12);
    expect(rows.find(({ agentName }) => agentName === nameOf(result))?.propensity).toBe(result.propensity);
  });
});

describe("what a dollar is worth", () => {
  it("lets the cheaper agent win from where its price makes up for its success", () => {
    const agents = [
      agentFixture("cheap", { configuration: configurationFixture({ ref: "openai/a", price: null }) }),
      agentFixture("strong", { configuration: configurationFixture({ ref: "openai/b", price: null }) }),
    ];
    const forecasts = {
      cheap: { ...veteran(0.8), costP50NanoUsd: 1e6, inputTokensP50: Number.NaN },
      strong: { ...veteran(0.9), costP50NanoUsd: 51e6, inputTokensP50: Number.NaN },
    };
    const chosenAt = (lambdaPerUsd: number) => {
      const policy = { weights: SUCCESS_ALONE, lambdaPerUsd };
      return nameOf(routerFixture(agents, { forecasts, policy }).route(taskFixture(), inputsFixture()));
    };
    expect(chosenAt(1.9)).toBe("strong");
    expect(chosenAt(2.1)).toBe("cheap");
  });
});

describe("trying out", () => {
  const forecasts = { ada: veteran(0.9), bob: veteran(0.7) };
  const epsilon = { selection: { kind: "epsilon", epsilon: 0.4 } } as const;

  it("spares tasks of high and critical priority, and says so", () => {
    const router = routerWith(forecasts, epsilon);
    for (const priority of ["high", "critical"] as const) {
      const results = many(router, 100, { priority });
      expect(share(results, "ada")).toBe(1);
      expect(results[0]?.propensity).toBe(1);
      expect(results[0]?.reason).toContain(`Nothing is tried out on a task of ${priority} priority.`);
    }
    expect(share(many(router, 400, { priority: "low" }), "bob")).toBeGreaterThan(0.1);
  });

  it("stops at the day's cap and says so", () => {
    const capped = { ...epsilon, exploration: { maxUsdPerDay: 1, failureUsd: 0.5 } };
    const results = many(routerWith(forecasts, capped), 100, {}, 1e9);
    expect(share(results, "ada")).toBe(1);
    expect(results[0]?.exploration).toMatchObject({ barred: "cap", greedyAgent: "ada", outcome: "greedy" });
    expect(results[0]?.reason).toContain("Nothing is tried out: trying out has used $1.00 of today's $1.00.");
  });

  it("never takes a choice that costs more than what is left, whose chance goes to the greedy one", () => {
    // Losing 0.2 of success at half a dollar a failure: ten cents.
    const capped = { ...epsilon, exploration: { maxUsdPerDay: 1, failureUsd: 0.5 } };
    const router = routerWith(forecasts, capped);
    expect(share(many(router, 100, {}, 0.95e9), "ada")).toBe(1);
    const tried = many(router, 100, {}, 0.85e9).find((result) => nameOf(result) === "bob");
    expect(tried?.exploration).toMatchObject({ outcome: "draw", priceNanoUsd: 0.1e9, spentNanoUsd: 0.85e9 });
    expect(tried?.propensity).toBeCloseTo(0.2, 12);
  });

  it("answers the same from the same seed and state", () => {
    const router = routerWith(forecasts, epsilon);
    const [once, again] = [many(router, 50), many(router, 50)];
    expect(once.map(nameOf)).toEqual(again.map(nameOf));
    expect(once.map(({ exploration }) => exploration)).toEqual(again.map(({ exploration }) => exploration));
  });
});

describe("a new agent's trial", () => {
  const coldStart = { ...policyFixture().coldStart, trial: { tasks: 20, maxShare: 0.1 } };
  const forecasts = (newcomerSamples: number): Forecasts => ({
    ada: veteran(0.9),
    bob: veteran(0.7),
    newcomer: { successProbability: 0.5, totalSamples: newcomerSamples, typeSamples: newcomerSamples },
  });

  it("gives it the declared share of the traffic, and the reason says so", () => {
    const results = many(routerWith(forecasts(0), { coldStart }), 2000);
    expect(Math.abs(share(results, "newcomer") - 0.1)).toBeLessThan(0.02);
    expect(share(results, "bob")).toBe(0);
    const turn = results.find((result) => nameOf(result) === "newcomer");
    expect(turn?.propensity).toBeCloseTo(0.1, 12);
    expect(turn?.exploration?.outcome).toBe("trial");
    expect(turn?.reason).toContain(
      "newcomer is on trial: task 1 of its first 20, which get at most 10% of the traffic.",
    );
  });

  it("ends after so many tasks: then its record speaks", () => {
    expect(share(many(routerWith(forecasts(20), { coldStart }), 300), "newcomer")).toBe(0);
  });

  it("counts the tasks it is at", () => {
    const agents = [agentFixture("ada"), agentFixture("newcomer", { concurrencyLimit: 40, activeLeases: 20 })];
    const router = routerFixture(agents, { forecasts: forecasts(0), policy: { coldStart } });
    expect(share(many(router, 300), "newcomer")).toBe(0);
  });

  it("waits where nobody has a record to be tried against", () => {
    const router = routerWith({ ada: {}, bob: {} }, { coldStart });
    expect(share(many(router, 100), "ada")).toBe(1);
  });
});
