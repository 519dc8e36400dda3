import { describe, expect, it } from "vitest";
import { routingPolicySchema } from "#lib/contracts/routing.ts";
import { policyFixture } from "./fleet-fixture.ts";
import { policyOfFleet } from "./fleet-policy.ts";

describe("a fleet's policy", () => {
  const policy = policyFixture({
    fleets: { research: { selection: { kind: "thompson" }, exploration: { maxUsdPerDay: 1, failureUsd: 0.2 } } },
  });

  it("is the common one with what the fleet does differently", () => {
    const research = policyOfFleet(policy, "research");
    expect(research.selection).toEqual({ kind: "thompson" });
    expect(research.exploration.maxUsdPerDay).toBe(1);
    expect(research.weights).toBe(policy.weights);
    expect(policyOfFleet(policy, "support")).toBe(policy);
  });

  it("is refused where it says what no fleet may differ in, or what makes no sense", () => {
    const parse = (own: unknown) => routingPolicySchema.safeParse({ ...policy, fleets: { research: own } }).success;
    expect(parse({ lambdaPerUsd: 2 })).toBe(true);
    expect(parse({ leaseTtlSeconds: 5 })).toBe(false);
    expect(parse({ lambdaPerUsd: -1 })).toBe(false);
    expect(parse({ selection: { kind: "epsilon", epsilon: 2 } })).toBe(false);
    expect(parse({ cascade: { ...policy.cascade, failureCorrelation: 1 } })).toBe(false);
  });
});
