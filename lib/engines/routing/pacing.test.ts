import { describe, expect, it } from "vitest";
import { costAt } from "../cost/pacing/paced-choice.ts";
import {
  agentFixture,
  budgetFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  priceFixture,
  routerFixture,
  taskFixture,
} from "./fleet-fixture.ts";
import { pacingRecords } from "./pace-sentence.ts";
import { pacedChoiceOf } from "./paced-choice-of.ts";

const tokens = { totalSamples: 300, typeSamples: 50, inputTokensP50: 1000, outputTokensP50: 1000 };
/** A tenth of a dollar for 90%, a thousandth for 70%. */
const forecasts: Forecasts = {
  dear: { ...tokens, successProbability: 0.9 },
  cheap: { ...tokens, successProbability: 0.7 },
};
const on = (ref: string, usd: number) => configurationFixture({ ref, price: priceFixture(0, usd) });
const agents = [
  agentFixture("dear", { configuration: on("anthropic/dear", 100) }),
  agentFixture("cheap", { configuration: on("anthropic/cheap", 1), role: "clerk" }),
];
const paced = (lambdaPerUsd: number, scope: Parameters<typeof budgetFixture>[1] = {}) =>
  budgetFixture(10n ** 12n, { ...scope, name: "June", pace: { aheadPoints: 12, lambdaPerUsd } });

function route(budgets: ReturnType<typeof paced>[], policyLambdaPerUsd = 0) {
  const policy = { lambdaPerUsd: policyLambdaPerUsd };
  const result = routerFixture(agents, { policy, forecasts }).route(taskFixture(), inputsFixture({ budgets }));
  return { result, chosen: result.agents[result.chosen]?.name };
}

describe("a budget ahead of its pace", () => {
  it("makes the cheaper choice win as soon as success no longer pays for the difference", () => {
    expect(route([]).chosen).toBe("dear");
    expect(route([paced(0.5)]).chosen).toBe("dear");
    expect(route([paced(5)]).chosen).toBe("cheap");
  });

  it("says so in the decision's reason, in words and figures", () => {
    expect(route([paced(5)]).result.reason).toContain(
      'Budget "June" is 12 points ahead of its pace: $0.002 counts as a point',
    );
    expect(route([paced(4)], 5).result.reason).toContain(
      'Budget "June" is 12 points ahead of its pace: cost counts 1.8 times.',
    );
    const { frame, ranking } = route([paced(5)]).result;
    expect(pacingRecords(frame, ranking)).toEqual([
      { budgetId: "bud_1", budgetName: "June", aheadPoints: 12, lambdaPerUsd: 5, policyLambdaPerUsd: 0 },
    ]);
  });

  it("leaves alone whom it does not pay for, and is not mentioned where it pays for nobody", () => {
    expect(route([paced(5, { role: "clerk" })]).chosen).toBe("dear");
    const elsewhere = route([paced(5, { provider: "openai" })]).result;
    expect(elsewhere.reason).not.toContain("June");
  });

  it("counts the dearest dollar of several budgets, not their sum", () => {
    const { frame } = route([paced(1), paced(0.8)]).result;
    expect([...(frame.pace?.lambdaPerUsd ?? [])]).toEqual([1, 1]);
  });

  it("charges the cheapest nothing, so that the scale stays with success", () => {
    const { candidates } = route([paced(5000)]).result;
    expect(candidates.total[1]).toBeCloseTo(route([]).result.candidates.total[1] ?? 0, 6);
  });

  it("learns from a decision what could have been bought, whatever the pace was", () => {
    const of = (lambda: number) => {
      const budget = paced(lambda);
      return pacedChoiceOf(route([budget]).result, budget);
    };
    const [free, tight] = [of(0), of(1)];
    expect(tight?.worths[1]).toBeCloseTo(free?.worths[1] ?? 0, 5);
    expect(free && costAt(free, 0)).toBe(1e8);
    expect(free && costAt(free, 5 / 1e9)).toBe(1e6);
  });
});
