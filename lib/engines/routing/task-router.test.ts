import { describe, expect, it } from "vitest";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import {
  agentFixture,
  budgetFixture,
  configurationFixture,
  inputsFixture,
  policyFixture,
  priceFixture,
  routerFixture,
  taskFixture,
  veteran,
} from "./fleet-fixture.ts";
import { chooseNext } from "./select-next.ts";

describe("the estimate", () => {
  it("prices predicted tokens with the configuration the candidate would run", () => {
    const router = routerFixture([agentFixture("ada")], { forecasts: { ada: veteran(0.8) } });
    const { estimate, holdNanoUsd } = router.route(taskFixture(), inputsFixture());
    expect(estimate?.costNanoUsd).toBe(18_000_000); // 1000 x $3 + 1000 x $15 a million
    expect(holdNanoUsd).toBe(36_000_000);
    expect(estimate?.successProbability).toBe(0.8);
  });

  it("never prices more output than the configuration allows", () => {
    const ada = agentFixture("ada", { configuration: configurationFixture({ maxTokens: 500 }) });
    const result = routerFixture([ada], { forecasts: { ada: veteran(0.8) } }).route(taskFixture(), inputsFixture());
    expect(result.estimate?.costNanoUsd).toBe(10_500_000);
  });

  it("uses recorded costs for agents without a configuration, and knows nothing where nothing is recorded", () => {
    const agents = ["ada", "bob"].map((name) => agentFixture(name, { configuration: null }));
    const router = routerFixture(agents, {
      forecasts: { ada: { costP50NanoUsd: 7_000_000, costP90NanoUsd: 9_000_000 } },
    });
    const rows = decodeCandidates(encodeCandidates(router.route(taskFixture(), inputsFixture())));
    expect(rows.find(({ agentName }) => agentName === "ada")?.costNanoUsd).toBe("7000000");
    expect(rows.find(({ agentName }) => agentName === "bob")?.costNanoUsd).toBeNull();
  });

  it("lets the prior speak for agents with too few outcomes", () => {
    const forecasts = {
      ada: { successProbability: 0.1, totalSamples: 0 },
      bob: { successProbability: 0.1, totalSamples: 5 },
    };
    const router = routerFixture([agentFixture("ada"), agentFixture("bob")], {
      forecasts,
      policy: { coldStart: { ...policyFixture().coldStart, priorSuccess: 0.6, priorStrength: 10, minSamples: 5 } },
    });
    const { candidates } = router.route(taskFixture(), inputsFixture());
    expect([...candidates.successProbability]).toEqual([0.6, 0.1]);
  });
});

describe("the choice of a configuration", () => {
  const cheap = configurationFixture({ ref: "anthropic/cost_optimized", tier: "fast", price: priceFixture(1, 5) });
  const fast = configurationFixture({ ref: "anthropic/fast_completion", tier: "fast", price: priceFixture(1, 5) });
  const known = new Map([cheap, fast].map((configuration) => [configuration.ref, configuration]));
  const configurations = (ref: string) => known.get(ref) ?? null;
  const router = routerFixture([agentFixture("ada")], { forecasts: { ada: veteran(0.8) } });

  it("moves to a cheaper one when a downgrade budget runs out, and says why", () => {
    const budgets = [budgetFixture(900_000_000n, { action: "downgrade" })];
    const result = router.route(taskFixture(), inputsFixture({ budgets, configurations }));
    expect(result.configuration?.ref).toBe("anthropic/cost_optimized");
    expect(result.estimate?.costNanoUsd).toBe(6_000_000);
    expect(result.downgradeReason).toBe(
      'Runs anthropic/cost_optimized instead of anthropic/researcher: budget "Research" has $0.90 left.',
    );
    expect(result.reason).toContain(result.downgradeReason ?? "never");
    expect(decodeCandidates(encodeCandidates(result))[0]?.configuration).toBe("anthropic/cost_optimized");
  });

  it("keeps its own while the budget has more than a tenth of its limit left", () => {
    const budgets = [budgetFixture(1_100_000_000n, { action: "downgrade" })];
    const result = router.route(taskFixture(), inputsFixture({ budgets, configurations }));
    expect(result.configuration?.ref).toBe("anthropic/researcher");
    expect(result.downgradeReason).toBeNull();
  });

  it("keeps its own when nothing cheaper is known, and refuses nobody", () => {
    const budgets = [budgetFixture(0n, { action: "downgrade" })];
    const result = router.route(taskFixture(), inputsFixture({ budgets }));
    expect(result.configuration?.ref).toBe("anthropic/researcher");
  });

  it("can bring a candidate back inside a blocking budget", () => {
    const budgets = [budgetFixture(0n, { action: "downgrade" }), budgetFixture(20_000_000n)];
    expect(router.route(taskFixture(), inputsFixture({ budgets })).verdict).toBe("nobody_fits");
    expect(router.route(taskFixture(), inputsFixture({ budgets, configurations })).verdict).toBe("assigned");
  });

  it("takes the preset of the tier a task asks for, whatever a downgrade budget says", () => {
    const best = configurationFixture({ ref: "anthropic/high_quality", tier: "quality", price: priceFixture(15, 75) });
    const find = (ref: string) => (ref === best.ref ? best : configurations(ref));
    const budgets = [budgetFixture(0n, { action: "downgrade" })];
    const result = router.route(
      taskFixture({ constraints: { tier: "quality" } }),
      inputsFixture({ budgets, configurations: find }),
    );
    expect(result.configuration?.ref).toBe("anthropic/high_quality");
    expect(result.estimate?.costNanoUsd).toBe(90_000_000);
  });
});

describe("what a loser would have needed", () => {
  it("is said for the smallest changes, in the units of the factor", () => {
    const router = routerFixture([agentFixture("ada", { activeLeases: 1 }), agentFixture("bob", { activeLeases: 3 })], {
      forecasts: { ada: veteran(0.8), bob: veteran(0.8) },
    });
    const rows = decodeCandidates(encodeCandidates(router.route(taskFixture(), inputsFixture())));
    expect(rows.map(({ agentName }) => agentName)).toEqual(["ada", "bob"]);
    expect(rows[0]?.toWin).toBeNull();
    expect(rows[1]?.toWin).toBe(
      "0.037 behind ada; would win with a success probability above 87.5% (now 80.0%) or more room for work (availability above 75.0%, now 25.0%).",
    );
  });

  it("is never a capability that the task does not ask for", () => {
    const capabilities = [{ name: "web_search", level: 0.6 }];
    const router = routerFixture(
      [agentFixture("ada", { capabilities, activeLeases: 1 }), agentFixture("bob", { capabilities, activeLeases: 3 })],
      {
        forecasts: { ada: veteran(0.98), bob: veteran(0.98) },
      },
    );
    const wish = (task: Parameters<typeof taskFixture>[0]) =>
      decodeCandidates(encodeCandidates(router.route(taskFixture(task), inputsFixture())))[1]?.toWin;
    expect(wish({ required_capabilities: ["web_search"] })).toContain("capability match");
    expect(wish({ required_capabilities: [] })).toMatch(
      /would win with more room for work \(availability above 75\.0%/,
    );
    expect(wish({ required_capabilities: [] })).not.toContain("capability");
  });

  it("is a remedy for every refusal", () => {
    const router = routerFixture([agentFixture("ada", { capabilities: [], activeLeases: 4 })]);
    const [row] = decodeCandidates(encodeCandidates(router.route(taskFixture(), inputsFixture())));
    expect(row?.toWin).toBe("Needs a free slot. Needs web_search.");
  });
});

describe("a changing fleet", () => {
  it("counts leases at once, and never below none", () => {
    const router = routerFixture([agentFixture("ada", { concurrencyLimit: 1 })]);
    router.adjustLeases("agt_ada", 1);
    expect(router.agents[0]?.activeLeases).toBe(1);
    expect(router.route(taskFixture(), inputsFixture()).reason).toBe("No agent could take this task: 1 is full.");
    router.adjustLeases("agt_ada", -5);
    expect(router.agents[0]?.activeLeases).toBe(0);
    expect(router.route(taskFixture(), inputsFixture()).verdict).toBe("assigned");
  });

  it("takes a heartbeat, but not an older one", () => {
    const router = routerFixture([agentFixture("ada", { heartbeatTtlSeconds: 30 })]);
    router.setHeartbeat("agt_ada", 999_000);
    router.setHeartbeat("agt_ada", 1);
    expect(router.route(taskFixture(), inputsFixture()).verdict).toBe("assigned");
  });

  it("replaces an agent in place, adds and removes others, and keeps the live load", () => {
    const router = routerFixture([agentFixture("ada"), agentFixture("bob")]);
    router.adjustLeases("agt_bob", 3);
    router.registerAgent(agentFixture("ada", { status: "disabled" }));
    router.registerAgent(agentFixture("cy"));
    expect(router.agents.map(({ name, activeLeases }) => [name, activeLeases])).toEqual([
      ["ada", 0],
      ["bob", 3],
      ["cy", 0],
    ]);
    router.removeAgent("agt_bob");
    expect(router.agents.map(({ name }) => name)).toEqual(["ada", "cy"]);
  });

  it("refuses two agents of one name", () => {
    expect(() => routerFixture([agentFixture("ada"), agentFixture("ada", { id: "agt_other" })])).toThrow(RangeError);
  });

  it("leaves the caller's own snapshot alone", () => {
    const ada = agentFixture("ada");
    routerFixture([ada]).adjustLeases("agt_ada", 2);
    expect(ada.activeLeases).toBe(0);
  });

  it("explains a decision from what it saw, even when the load has changed since", () => {
    const router = routerFixture([agentFixture("ada", { activeLeases: 4 })]);
    const result = router.route(taskFixture(), inputsFixture());
    router.adjustLeases("agt_ada", -4);
    const [row] = decodeCandidates(encodeCandidates(result));
    expect(row?.refusals[0]?.sentence).toBe("All its slots are taken (4 of 4).");
  });
});

describe("after a reservation failed", () => {
  const agents = [agentFixture("ada"), agentFixture("bob"), agentFixture("cy")];
  const forecasts = { ada: veteran(0.9), bob: veteran(0.8), cy: veteran(0.7) };

  it("the next candidate is taken, and the reason names the one passed over", () => {
    const router = routerFixture(agents, { forecasts });
    const next = chooseNext(router, router.route(taskFixture(), inputsFixture()), [0]);
    expect(next.agents[next.chosen]?.name).toBe("bob");
    expect(next.reason).toBe(
      "2 of 3 eligible; bob by 0.05 over cy, mostly performance. ada could not be reserved and was passed over.",
    );
    const rows = decodeCandidates(encodeCandidates(next));
    expect(rows.find(({ agentName }) => agentName === "ada")?.refusals).toEqual([
      { filter: "slots", sentence: "Was chosen, but could not be reserved: another decision was faster." },
    ]);
  });

  it("agents that filled up in the meantime are left out too", () => {
    const router = routerFixture(agents, { forecasts });
    const first = router.route(taskFixture(), inputsFixture());
    router.adjustLeases("agt_bob", 4);
    const next = chooseNext(router, first, [0]);
    expect(next.agents[next.chosen]?.name).toBe("cy");
  });

  it("nobody fits when all were tried", () => {
    const router = routerFixture(agents, { forecasts });
    const next = chooseNext(router, router.route(taskFixture(), inputsFixture()), [0, 1, 2]);
    expect(next.verdict).toBe("nobody_fits");
    expect(next.reason).toBe(
      "No agent could take this task: 3 are full. ada, bob, cy could not be reserved and were passed over.",
    );
  });
});

describe("a task that names no capability", () => {
  it("prefers the agent whose skills its text asks for, and refuses nobody", () => {
    const agents = [
      agentFixture("ada", { capabilities: [{ name: "translation", level: 0.9 }] }),
      agentFixture("bob", { capabilities: [{ name: "sql", level: 0.9 }] }),
    ];
    const task = taskFixture({
      required_capabilities: [],
      description: "Write a SQL query that lists customers by revenue",
    });
    const result = routerFixture(agents).route(task, inputsFixture());
    expect(result.ranking).toHaveLength(2);
    expect(result.agents[result.chosen]?.name).toBe("bob");
    expect(result.reason).toContain("mostly capability");
  });

  it("is read by the learned matcher while there is one, and by names again afterwards", () => {
    const skilled = (name: string, skill: string) => agentFixture(name, { capabilities: [{ name: skill, level: 1 }] });
    const router = routerFixture([skilled("ada", "translation"), skilled("bob", "limericks")]);
    const task = { ...taskFixture(), requiredCapabilities: [], description: "Translate this contract into German" };
    const chosen = () => {
      const { agents, chosen } = router.route(task, inputsFixture());
      return agents[chosen]?.name;
    };
    expect(chosen()).toBe("ada");
    router.setTextMatcher({ likely: () => [{ name: "limericks", probability: 0.9 }] });
    expect(chosen()).toBe("bob");
    expect(router.route(task, inputsFixture()).frame.inferred).toMatchObject([{ name: "limericks", weight: 0.9 }]);
    router.setTextMatcher({ likely: () => [] });
    expect(router.route(task, inputsFixture()).frame).toMatchObject({ inferred: [], wasRead: true });
    router.setTextMatcher(null);
    expect(chosen()).toBe("ada");
  });
});
