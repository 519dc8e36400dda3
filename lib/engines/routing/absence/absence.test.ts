import { describe, expect, it } from "vitest";
import {
  agentFixture,
  configurationFixture,
  inputsFixture,
  matcherFixture,
  policyFixture,
  priceFixture,
  taskFixture,
} from "../fleet-fixture.ts";
import { TaskRouter } from "../task-router.ts";
import { absenceFigures } from "./absence-figures.ts";
import { type Gone, placeWithout, type TaskWithout } from "./place-without.ts";

const NOBODY_ELSE: Gone = { agents: [], configurations: new Set() };
const openai = configurationFixture({ ref: "openai/researcher", provider: "openai", price: priceFixture(1, 2) });

function routerOf(agents: Parameters<TaskRouter["setAgents"]>[0], policy = policyFixture()): TaskRouter {
  const router = new TaskRouter({ policy, matcher: matcherFixture, predictor: null });
  router.setAgents(agents);
  return router;
}

const past = (task = taskFixture()) => ({ task, agent: "critic_001", inputs: inputsFixture() });

describe("a task without the agent that took it", () => {
  it("goes to whom the router would choose of those who are left", () => {
    const router = routerOf([
      agentFixture("critic_001"),
      agentFixture("critic_002"),
      agentFixture("cook", { capabilities: [{ name: "data_analysis", level: 1 }] }),
    ]);
    const placed = placeWithout(router, past(), { ...NOBODY_ELSE, agents: ["critic_001"] });
    expect(placed.takers.map(({ agent, share }) => [agent, share])).toEqual([["critic_002", 1]]);
    expect(placed.refusedBy).toBeNull();
    expect(placed.before.success).toBeGreaterThan(0);
  });

  it("is shared out as a policy that tries agents out would, without drawing", () => {
    const policy = policyFixture({ selection: { kind: "epsilon", epsilon: 0.4 } });
    const router = routerOf(
      ["critic_001", "a", "b"].map((name) => agentFixture(name)),
      policy,
    );
    const { takers } = placeWithout(router, past(), { ...NOBODY_ELSE, agents: ["critic_001"] });
    expect(takers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(takers.map(({ share }) => share.toFixed(6))).toEqual(["0.800000", "0.200000"]);
  });

  it.each([
    ["capability", taskFixture({ required_capabilities: ["data_analysis"] })],
    ["policy", taskFixture({ constraints: { agents: ["critic_001"] } })],
  ] as const)("that nobody can take says that it is %s", (filter, task) => {
    const router = routerOf([agentFixture("critic_001"), agentFixture("critic_002")]);
    const placed = placeWithout(router, past(task), { ...NOBODY_ELSE, agents: ["critic_001"] });
    expect(placed).toMatchObject({ takers: [], refusedBy: filter });
  });

  it("has no reason where there is nobody else", () => {
    const placed = placeWithout(routerOf([agentFixture("critic_001")]), past(), {
      ...NOBODY_ELSE,
      agents: ["critic_001"],
    });
    expect(placed).toMatchObject({ takers: [], refusedBy: null });
  });

  it("stays where it is when the configurations that are gone are all the fleet has: calls then fall back", () => {
    const gone = { agents: [], configurations: new Set(["anthropic/researcher"]) };
    const alone = routerOf([agentFixture("critic_001"), agentFixture("critic_002")]);
    expect(placeWithout(alone, past(), gone).takers[0]?.agent).toBe("critic_001");
    const mixed = routerOf([agentFixture("critic_001"), agentFixture("other", { configuration: openai })]);
    expect(placeWithout(mixed, past(), gone).takers[0]?.agent).toBe("other");
  });
});

const forecast = (success: number, costNanoUsd = 1e6, successSd = 0.2) => ({ success, costNanoUsd, successSd });
const moved = (changes: Partial<TaskWithout> = {}): TaskWithout => ({
  ...{ taskType: "review", agent: "critic_001", before: forecast(0.9), refusedBy: null },
  takers: [{ agent: "critic_002", share: 1, ...forecast(0.8, 3e6) }],
  ...changes,
});

describe("figures of an absence", () => {
  it("scale each type's sample up to all of its tasks", () => {
    const nobody = moved({ taskType: "law", takers: [], refusedBy: "capability" });
    const figures = absenceFigures([
      { tasks: 300, sample: [moved(), moved()] },
      { tasks: 100, sample: [nobody] },
    ]);
    expect(figures).toMatchObject({ tasks: 400, sampled: 3, unplacedTasks: 100 });
    expect(figures.unplaced).toEqual([{ taskType: "law", refusedBy: "capability", tasks: 100 }]);
    expect(figures.successors).toMatchObject([{ agent: "critic_002", share: 0.75, tasks: 300 }]);
    expect(figures.success?.difference).toBeCloseTo(-0.1, 9);
    expect(figures.cost).toMatchObject({ beforeNanoUsd: 1e6, afterNanoUsd: 3e6, knownTasks: 300 });
  });

  it("keep an unknown cost out of the sums: it is not free", () => {
    const unpriced = moved({ takers: [{ agent: "x", share: 1, ...forecast(0.8, Number.NaN) }] });
    expect(absenceFigures([{ tasks: 10, sample: [unpriced] }])).toMatchObject({ cost: null });
    const half = absenceFigures([{ tasks: 10, sample: [unpriced, moved()] }]);
    expect(half.cost).toMatchObject({ afterNanoUsd: 3e6, knownTasks: 5 });
    expect(half.successors.find(({ agent }) => agent === "x")?.costNanoUsd).toBeNaN();
  });

  it("have a wider interval the less the predictor knows, however many tasks were looked at", () => {
    const width = (successSd: number, n: number) => {
      const one = moved({ takers: [{ agent: "critic_002", share: 1, ...forecast(0.8, 1e6, successSd) }] });
      const ci = absenceFigures([{ tasks: n, sample: Array.from({ length: n }, () => one) }]).success?.differenceCi95;
      return ci ? ci[1] - ci[0] : 0;
    };
    expect(width(1, 400)).toBeGreaterThan(2 * width(0.2, 400));
    expect(width(1, 400)).toBeCloseTo(width(1, 20), 9);
    // 1.96 x both agents' standard deviations as probabilities.
    expect(width(0.2, 50)).toBeCloseTo(2 * 1.96 * Math.hypot(0.09 * 0.2, 0.16 * 0.2), 3);
  });

  it("know nothing of success where nothing is placed", () => {
    expect(absenceFigures([{ tasks: 5, sample: [moved({ takers: [] })] }]).success).toBeNull();
    expect(absenceFigures([])).toMatchObject({ tasks: 0, successors: [], success: null, cost: null });
  });
});
