import { describe, expect, it } from "vitest";
import type { FactorName, FleetAgent } from "#lib/contracts/routing.ts";
import type { TaskWire } from "#lib/contracts/task.ts";
import { decodeCandidates, encodeCandidates } from "../explain.ts";
import {
  agentFixture,
  configurationFixture,
  type Forecasts,
  inputsFixture,
  priceFixture,
  routerFixture,
  taskFixture,
} from "../fleet-fixture.ts";

/** The score of one factor for every agent, by name. */
function scoresOf(factor: FactorName, agents: FleetAgent[], forecasts: Forecasts = {}, task: Partial<TaskWire> = {}) {
  const router = routerFixture(agents, { forecasts });
  const rows = decodeCandidates(encodeCandidates(router.route(taskFixture(task), inputsFixture())));
  return Object.fromEntries(
    rows.map((row) => [row.agentName, row.factors.find((entry) => entry.factor === factor)?.score]),
  );
}

const [ada, bob, cy] = ["ada", "bob", "cy"].map((name) => agentFixture(name, { configuration: null }));
const trio = [ada!, bob!, cy!];

describe("a factor scores", () => {
  it("capability by the mean skill over what is required", () => {
    const agents = [
      agentFixture("ada", {
        capabilities: [
          { name: "sql", level: 1 },
          { name: "python", level: 0.4 },
        ],
      }),
      agentFixture("bob", {
        capabilities: [
          { name: "sql", level: 0.5 },
          { name: "python", level: 0.5 },
        ],
      }),
    ];
    const task = { required_capabilities: ["sql", "python"] };
    expect(scoresOf("capability", agents, {}, task)).toEqual({ ada: 0.7, bob: 0.5 });
  });

  it("capability neutrally where a task asks for none", () => {
    expect(scoresOf("capability", [agentFixture("ada")], {}, { required_capabilities: [] })).toEqual({ ada: 0.5 });
  });

  it("capability neutrally where nobody holds what the text asks for, and never where it is required", () => {
    const [sculptor, painter] = ["sculptor", "painter"].map((name) =>
      agentFixture(name, { capabilities: [{ name: "sculpture", level: 1 }] }),
    );
    const description = "Write a SQL query that lists customers by revenue";
    const text = { required_capabilities: [], description };
    expect(scoresOf("capability", [sculptor!, painter!], {}, text)).toEqual({ sculptor: 0.5, painter: 0.5 });
    const analyst = agentFixture("analyst", { capabilities: [{ name: "sql", level: 1 }] });
    const scores = scoresOf("capability", [sculptor!, analyst], {}, text);
    expect(scores.sculptor).toBe(0);
    expect(scores.analyst).toBeGreaterThan(0.5);
    const unskilled = agentFixture("ada", { capabilities: [{ name: "sql", level: 0 }] });
    expect(scoresOf("capability", [unskilled], {}, { required_capabilities: ["sql"] })).toEqual({ ada: 0 });
  });

  it("experience by outcomes, those of another type at a quarter, half way at the prior's strength", () => {
    const forecasts = {
      ada: { typeSamples: 10, totalSamples: 10 },
      bob: { typeSamples: 0, totalSamples: 40 },
      cy: { typeSamples: 0, totalSamples: 0 },
    };
    expect(scoresOf("experience", trio, forecasts)).toEqual({ ada: 0.5, bob: 0.5, cy: 0 });
  });

  it("availability by the share of free slots", () => {
    const agents = [agentFixture("ada"), agentFixture("bob", { activeLeases: 3 })];
    expect(scoresOf("availability", agents)).toEqual({ ada: 1, bob: 0.25 });
  });

  it("performance by the predicted success itself", () => {
    expect(scoresOf("performance", [ada!], { ada: { successProbability: 0.73, totalSamples: 50 } })).toEqual({
      ada: 0.73,
    });
  });

  it("cost by powers of ten above the cheapest, and an unknown one like the dearest", () => {
    const forecasts = { ada: { costP50NanoUsd: 1e6 }, bob: { costP50NanoUsd: 1e8 } };
    expect(scoresOf("cost", trio, forecasts)).toEqual({ ada: 1, bob: 0.3333, cy: 0.3333 });
  });

  it("latency the same way over two powers of ten", () => {
    const forecasts = { ada: { durationP50Ms: 100 }, bob: { durationP50Ms: 1000 } };
    expect(scoresOf("latency", trio, forecasts)).toEqual({ ada: 1, bob: 0.5, cy: 0.5 });
  });

  it("cost and latency neutrally where nobody is known", () => {
    expect(scoresOf("cost", trio)).toEqual({ ada: 0.5, bob: 0.5, cy: 0.5 });
    expect(scoresOf("latency", trio)).toEqual({ ada: 0.5, bob: 0.5, cy: 0.5 });
  });

  it("collaboration neutrally, where nobody handed over", () => {
    expect(scoresOf("collaboration", trio)).toEqual({ ada: 0.5, bob: 0.5, cy: 0.5 });
  });
});

describe("recorded costs", () => {
  it("say nothing about a configuration they were not paid for", () => {
    const own = configurationFixture({ price: null });
    const quality = configurationFixture({
      ref: "anthropic/high_quality",
      tier: "quality",
      price: priceFixture(15, 75),
    });
    const router = routerFixture([agentFixture("ada", { configuration: own })], {
      forecasts: { ada: { costP50NanoUsd: 5_000_000, costP90NanoUsd: 6_000_000 } },
    });
    const inputs = inputsFixture({ configurations: (ref) => (ref === quality.ref ? quality : null) });
    expect(router.route(taskFixture(), inputs).estimate?.costNanoUsd).toBe(5_000_000);
    const other = router.route(taskFixture({ constraints: { tier: "quality" } }), inputs);
    expect(other.configuration?.ref).toBe("anthropic/high_quality");
    expect(other.estimate?.costNanoUsd).toBeNaN();
  });
});
