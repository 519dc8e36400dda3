import { describe, expect, it } from "vitest";
import type { TraitLesson } from "#lib/contracts/prediction.ts";
import {
  agentFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  policyFixture,
  predictorFixture,
  priceFixture,
  routerFixture,
  taskFixture,
} from "./fleet-fixture.ts";

const LESSON: TraitLesson = {
  agents: 12,
  price: { lowUsd: 1, highUsd: 100, meanLog: Math.log(10), sdLog: 1, logitsPerSd: 0.4 },
  tiers: {},
};
const coldStart = { ...policyFixture().coldStart, priorSuccess: 0.6, priorStrength: 10, minSamples: 5 };
const running = (name: string, priceUsd: number | null) =>
  agentFixture(name, {
    configuration: configurationFixture({
      ref: `anthropic/${name}`,
      price: priceUsd === null ? null : priceFixture(1, priceUsd - 1),
    }),
  });

/** Routes a task to a fleet whose predictor has found the lesson. */
function route(agents: ReturnType<typeof running>[], forecasts: Forecasts = {}, lesson: TraitLesson | null = LESSON) {
  const router = routerFixture(agents, { policy: { coldStart } });
  router.setPredictor({ ...predictorFixture(forecasts), lesson });
  const result = router.route(taskFixture(), inputsFixture());
  const successOf = (name: string) =>
    result.frame.forecast.successProbability[agents.findIndex((agent) => agent.name === name)] ?? Number.NaN;
  return { result, successOf };
}

describe("newcomers to a fleet", () => {
  it("are expected by their price where it tells, and as the policy says where it is unknown", () => {
    const { result, successOf } = route([running("cheap", 2), running("dear", 60), running("secret", null)]);
    expect(successOf("dear")).toBeGreaterThan(0.7);
    expect(successOf("cheap")).toBeLessThan(0.5);
    expect(successOf("secret")).toBe(0.6);
    expect(result.agents[result.chosen]?.name).toBe("dear");
    expect(result.reason).toContain(
      " The predictor knows no outcome of an eligible agent; success is the prior of 75.4%, 60% raised by its price as 12 agents of this fleet teach.",
    );
  });

  it("all are what the policy says where nothing tells", () => {
    const { result, successOf } = route([running("cheap", 2), running("dear", 60)], {}, null);
    expect([successOf("cheap"), successOf("dear")]).toEqual([0.6, 0.6]);
    expect(result.reason).not.toContain("teach");
  });

  it("are soon judged by their own outcomes", () => {
    const own = (totalSamples: number) => ({
      dear: { successProbability: 0.5, totalSamples, typeSamples: totalSamples },
    });
    const few = route([running("dear", 60)], own(2));
    expect(few.successOf("dear")).toBeCloseTo((2 * 0.5 + 10 * 0.754) / 12, 2);
    expect(few.result.reason).toContain(
      " Of dear few outcomes are known (2); beside them counts the prior of 75.4%, 60% raised by its price as",
    );
    const enough = route([running("dear", 60)], own(5));
    expect(enough.successOf("dear")).toBe(0.5);
    expect(enough.result.reason).not.toContain("teach");
  });
});
