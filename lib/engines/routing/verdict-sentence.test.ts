import { describe, expect, it } from "vitest";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import {
  agentFixture,
  budgetFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  policyFixture,
  routerFixture,
  taskFixture,
  veteran,
} from "./fleet-fixture.ts";

describe("the verdict sentence", () => {
  it("names the winner, its lead and what made it", () => {
    const agents = [agentFixture("ada"), agentFixture("bob"), agentFixture("cy", { capabilities: [] })];
    const router = routerFixture(agents, { forecasts: { ada: veteran(0.6), bob: veteran(0.9), cy: veteran(0.9) } });
    const result = router.route(taskFixture(), inputsFixture());
    expect(result.verdict).toBe("assigned");
    expect(result.agents[result.chosen]?.name).toBe("bob");
    expect(result.reason).toBe("2 of 3 eligible; bob by 0.15 over ada, mostly performance.");
  });

  it("says when there was no rival, and when two were level", () => {
    const forecasts = { ada: veteran(0.8), bob: veteran(0.8) };
    const reasonOf = (...names: string[]) =>
      routerFixture(
        names.map((name) => agentFixture(name)),
        { forecasts },
      ).route(taskFixture(), inputsFixture()).reason;
    expect(reasonOf("ada")).toBe("1 of 1 eligible; ada is the only one.");
    expect(reasonOf("bob", "ada")).toBe("2 of 2 eligible; ada level with bob; the name decided.");
  });

  it("does not call a small lead level", () => {
    const router = routerFixture([agentFixture("ada"), agentFixture("bob")], {
      forecasts: { ada: veteran(0.8), bob: veteran(0.801) },
    });
    expect(router.route(taskFixture(), inputsFixture()).reason).toBe(
      "2 of 2 eligible; bob by less than 0.01 over ada.",
    );
  });

  it("says that a draw, not the name, chose among equals", () => {
    const forecasts = { ada: veteran(0.8), bob: veteran(0.8) };
    const router = routerFixture([agentFixture("ada"), agentFixture("bob")], {
      forecasts,
      policy: { selection: { kind: "softmax", temperature: 1 } },
    });
    const reasons = new Set(
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => router.route(taskFixture(), inputsFixture({ seed })).reason),
    );
    expect([...reasons].sort()).toEqual([
      "2 of 2 eligible; ada level with bob (chosen with probability 0.50).",
      "2 of 2 eligible; bob tried out (level with ada; chosen with probability 0.50).",
    ]);
  });

  it("counts each agent once when nobody fits, the commonest reason first", () => {
    const lacking = ["a", "b", "c"].map((name) => agentFixture(name, { capabilities: [], activeLeases: 0 }));
    const full = ["d", "e"].map((name) => agentFixture(name, { activeLeases: 4, capabilities: [] }));
    const poor = agentFixture("f");
    const result = routerFixture([...lacking, ...full, poor]).route(
      taskFixture(),
      inputsFixture({ budgets: [budgetFixture(0n, { agentName: "f" })] }),
    );
    expect(result.verdict).toBe("nobody_fits");
    expect(result.chosen).toBe(-1);
    expect(result.reason).toBe("No agent could take this task: 3 lack web_search, 2 are full, 1 is over budget.");
  });

  it("says that an empty fleet is empty", () => {
    const result = routerFixture([]).route(taskFixture(), inputsFixture());
    expect(result.reason).toBe("No agent could take this task: the fleet has no agents.");
    expect(decodeCandidates(encodeCandidates(result))).toEqual([]);
  });

  it("says what is held where a blocking budget meets an unknown price", () => {
    const ada = agentFixture("ada", { configuration: configurationFixture({ price: null }) });
    const result = routerFixture([ada]).route(
      taskFixture(),
      inputsFixture({ budgets: [budgetFixture(5_000_000_000n)] }),
    );
    expect(result.estimate?.costNanoUsd).toBeNaN();
    expect(result.holdNanoUsd).toBe(500_000_000);
    expect(result.reason).toContain("Its cost is unknown (anthropic/researcher), so $0.50 is held.");
  });
});

describe("what the verdict rests on", () => {
  const agents = [agentFixture("ada"), agentFixture("bob"), agentFixture("cy", { capabilities: [] })];
  const coldStart = { ...policyFixture().coldStart, priorSuccess: 0.625, priorStrength: 10, minSamples: 5 };
  const reasonWith = (forecasts?: Forecasts) =>
    routerFixture(agents, forecasts ? { forecasts, policy: { coldStart } } : { policy: { coldStart } }).route(
      taskFixture(),
      inputsFixture(),
    ).reason;
  const newToType = { ...veteran(0.9), typeSamples: 0 };

  it("is the prior where there is no predictor", () => {
    expect(reasonWith()).toBe(
      "2 of 3 eligible; ada level with bob; the name decided. No predictor is in production; success is the prior of 62.5%.",
    );
  });

  it("is the prior where the predictor has seen nobody who could take the task", () => {
    expect(reasonWith({ cy: veteran(0.9) })).toContain(
      ". The predictor knows no outcome of an eligible agent; success is the prior of 62.5%.",
    );
  });

  it("is the prior for a winner without outcomes", () => {
    expect(reasonWith({ bob: veteran(0.01) })).toMatch(
      /; ada by .*\. The predictor knows no outcome of ada; its success is the prior of 62\.5%\.$/,
    );
  });

  it("is other types where the task's own is new to everybody eligible", () => {
    const said = 'Task type "research" is new here; estimates rest on other types.';
    expect(reasonWith({ ada: newToType, bob: newToType, cy: veteran(0.9) })).toContain(` ${said}`);
    expect(reasonWith({ ada: newToType, bob: veteran(0.1) })).not.toContain(said);
  });

  it("needs no words where outcomes of the type are known", () => {
    expect(reasonWith({ ada: veteran(0.9), bob: veteran(0.8) })).toBe(
      "2 of 3 eligible; ada by 0.05 over bob, mostly performance.",
    );
  });

  it("is said of a refusal too when success decided it", () => {
    const router = routerFixture(agents, { policy: { coldStart } });
    const task = taskFixture({ constraints: { min_success_probability: 0.9 } });
    const result = router.route(task, inputsFixture());
    expect(result.reason).toBe(
      "No agent could take this task: 2 break the task's constraints, 1 lacks web_search. No predictor is in production; success is the prior of 62.5%.",
    );
    const [first] = decodeCandidates(encodeCandidates(result));
    expect(first?.refusals[0]?.sentence).toBe("Its success probability is 62.5%, the prior; the task wants 90.0%.");
  });
});

describe("when nobody fits", () => {
  const nobody = (agents: Parameters<typeof routerFixture>[0], task = {}, inputs = {}) =>
    routerFixture(agents).route(taskFixture(task), inputsFixture(inputs)).reason;
  const fleet = Array.from({ length: 14 }, (_, i) => agentFixture(`a${i}`, i < 4 ? {} : { capabilities: [] }));

  it("an agent counts under every capability it lacks", () => {
    expect(nobody(fleet, { required_capabilities: ["web_search", "flying"] })).toBe(
      "No agent could take this task: 14 lack flying, 10 lack web_search.",
    );
  });

  it("an agent that has a capability, but not well enough, does not lack it", () => {
    expect(nobody(fleet, { required_capabilities: [{ name: "web_search", min_level: 0.95 }] })).toBe(
      "No agent could take this task: 10 lack web_search, 4 have web_search below level 0.95.",
    );
  });

  it("the counts are exact in a large fleet", () => {
    const many = Array.from({ length: 500 }, (_, i) => agentFixture(`a${i}`, i < 450 ? { capabilities: [] } : {}));
    expect(nobody(many, { required_capabilities: ["web_search", "flying"] })).toBe(
      "No agent could take this task: 500 lack flying, 450 lack web_search.",
    );
  });

  it("a capability asked for twice is told once, and a long list is cut", () => {
    expect(nobody(fleet, { required_capabilities: ["flying", "flying"] })).toBe(
      "No agent could take this task: 14 lack flying.",
    );
    const nine = Array.from({ length: 9 }, (_, i) => `trick_${i}`);
    expect(nobody(fleet, { required_capabilities: nine })).toMatch(/14 lack trick_5, and 3 more reasons\.$/);
  });

  it("each status and each provider has its own count", () => {
    const on = (provider: "openai" | "bedrock") => ({
      configuration: configurationFixture({ provider, ref: `${provider}/x` }),
    });
    const agents = [
      agentFixture("a", { status: "disabled" }),
      agentFixture("b", { status: "draining" }),
      agentFixture("c", { status: "draining" }),
      agentFixture("d", on("openai")),
      agentFixture("e", on("bedrock")),
    ];
    expect(nobody(agents, {}, { unavailableConfigurations: new Set(["openai/x", "bedrock/x"]) })).toBe(
      "No agent could take this task: 2 are draining, 1 is disabled, 1 waits for openai, 1 waits for bedrock.",
    );
  });
});
