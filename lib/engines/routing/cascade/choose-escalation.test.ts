import { describe, expect, it } from "vitest";
import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import type { TaskWire } from "#lib/contracts/task.ts";
import { decodeCandidates, encodeCandidates } from "../explain.ts";
import {
  agentFixture,
  configurationFixture,
  inputsFixture,
  policyFixture,
  predictorFixture,
  priceFixture,
  routerFixture,
  taskFixture,
  veteran,
} from "../fleet-fixture.ts";

const priced = (name: string, usd: number) =>
  agentFixture(name, { configuration: configurationFixture({ ref: `openai/${name}`, price: priceFixture(usd, usd) }) });
/** A thousand tokens each way: $0.002 and $0.2 a task. */
const agents = [priced("cheap", 1), priced("strong", 100)];
const forecasts = { cheap: veteran(0.85), strong: veteran(0.95) };

function decided(cascade: Partial<RoutingPolicy["cascade"]>, task: Partial<TaskWire> = {}, known = forecasts) {
  const policy = { cascade: { ...policyFixture().cascade, enabled: true, lambdaPerUsd: 1, ...cascade } };
  return routerFixture(agents, { forecasts: known, policy }).route(taskFixture(task), inputsFixture());
}

const nameOf = (result: ReturnType<typeof decided>) => result.agents[result.chosen]?.name;

describe("an escalation plan in a decision", () => {
  it("is none unless the policy enables it", () => {
    expect(decided({ enabled: false }).escalation).toBeNull();
  });

  it("recommends cheap first, then strong, and leaves the choice as it is", () => {
    const result = decided({});
    expect(result.escalation?.plan.steps.map(({ row }) => result.agents[row]?.name)).toEqual(["cheap", "strong"]);
    expect(result.escalation?.plan.costNanoUsd).toBeLessThan(0.04e9);
    expect(nameOf(result)).toBe("strong");
    expect(result.reason).toMatch(
      /Escalation would be worth it: cheap first, strong when it fails: 9\d(\.\d)?% for \$0\.03\d+ expected, instead of 85% for \$0\.002(00)? with cheap alone; failures go together by 0\.80, as the policy says\./,
    );
  });

  it("takes failures to go together as training found, where it found anything, and says so", () => {
    const policy = { cascade: { ...policyFixture().cascade, enabled: true, lambdaPerUsd: 1 } };
    const router = routerFixture(agents, { forecasts, policy });
    const by = (failureCorrelation: number | null) => {
      router.setPredictor({ ...predictorFixture(forecasts), failureCorrelation });
      return router.route(taskFixture(), inputsFixture());
    };
    const [learned, declared] = [by(0.1), by(null)];
    expect(learned.escalation?.failureCorrelation).toEqual({ value: 0.1, from: "training" });
    expect(declared.escalation?.failureCorrelation).toEqual({ value: 0.8, from: "policy" });
    expect(learned.escalation?.plan.success).toBeGreaterThan((declared.escalation?.plan.success ?? 1) + 0.01);
    expect(learned.reason).toContain("failures go together by 0.10, as learned from history.");
  });

  it("assigns its first step where the policy says so, and says why", () => {
    const result = decided({ assignsFirstStep: true });
    expect(nameOf(result)).toBe("cheap");
    expect(result.propensity).toBe(1);
    expect(result.reason).toContain("cheap goes first (");
    const strong = decodeCandidates(encodeCandidates(result)).find(({ agentName }) => agentName === "strong");
    expect(strong?.toWin).toBe("Had no worse a total; cheap goes first in the escalation plan.");
  });

  it("gives its first step the chance that the greedy choice had", () => {
    const policy = {
      cascade: { ...policyFixture().cascade, enabled: true, assignsFirstStep: true, lambdaPerUsd: 1 },
      selection: { kind: "epsilon", epsilon: 0.4 } as const,
      exploration: { maxUsdPerDay: null, failureUsd: 0 },
    };
    const router = routerFixture(agents, { forecasts, policy });
    const results = Array.from({ length: 1000 }, (_, seed) => router.route(taskFixture(), inputsFixture({ seed })));
    const first = results.filter((result) => nameOf(result) === "cheap");
    // Whether the plan or the draw gave it the task: both come to all of it.
    expect(first).toHaveLength(1000);
    expect(first.every(({ propensity }) => Math.abs(propensity - 1) < 1e-12)).toBe(true);
  });

  it("is none where the gain is less than the policy asks for", () => {
    expect(decided({ minGain: 0.2 }).escalation).toBeNull();
    expect(decided({ lambdaPerUsd: 100 }).escalation).toBeNull();
  });

  it("takes nobody in who may not take the task", () => {
    expect(decided({}, { constraints: { exclude_agents: ["cheap"] } }).escalation).toBeNull();
    expect(decided({}, { constraints: { max_cost_usd: 0.201 } }).escalation).toBeNull();
    expect(decided({}, { constraints: { max_duration_ms: 5000 } }).escalation).toBeNull();
  });
});
