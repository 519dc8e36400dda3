import { describe, expect, it } from "vitest";
import { collaborationFactor } from "#lib/engines/behavior/collaboration/collaboration-factor.ts";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import { agentFixture, inputsFixture, policyFixture, routerFixture, taskFixture } from "./fleet-fixture.ts";

const uplift = (value: number, n: number) => ({
  ...{ agent: "", partner: "", n, observed: { value, ci95: [value, value] as [number, number] } },
  ...{ believed: { value, ci95: [value, value] as [number, number] }, falseSignRate: 0, pValue: 0, isFound: true },
});

/** Bob is better after ada than his record, by nine points of 214 tasks; nothing is known of anybody else. */
const judge = {
  asked: 0,
  collaborationFactor(from: string, to: string) {
    judge.asked++;
    return collaborationFactor(to, from, from === "ada" && to === "bob" ? uplift(0.09, 214) : undefined);
  },
};

function routed(handedOverFrom: string | null, { serves = true, weight = 1 } = {}) {
  const router = routerFixture(["ada", "bob", "cy"].map((name) => agentFixture(name)));
  const { weights } = policyFixture();
  router.setPolicy(policyFixture({ weights: { ...weights, collaboration: weight } }));
  router.setCollaboration(serves ? judge : null);
  const result = router.route(taskFixture(), inputsFixture({ handedOverFrom }));
  const rows = decodeCandidates(encodeCandidates(result));
  const scores = rows.map(({ agentName, factors }) => [
    agentName,
    factors.find(({ factor }) => factor === "collaboration")?.score,
  ]);
  return { router, result, chosen: result.agents[result.chosen]?.name, scores: Object.fromEntries(scores) };
}

describe("collaboration with the agent that handed over", () => {
  it("prefers who does better after it, and says by how much and of how many tasks", () => {
    const { chosen, scores, result } = routed("ada");
    expect(scores).toEqual({ ada: 0.5, bob: 0.725, cy: 0.5 });
    expect(chosen).toBe("bob");
    expect(result.reason).toContain("After ada, bob finishes 9 points more often (n = 214).");
  });

  it("is neutral for those it does not know, and for one that goes on with its own work", () => {
    expect(routed("cy")).toMatchObject({ chosen: "ada", scores: { ada: 0.5, bob: 0.5, cy: 0.5 } });
    expect(routed("cy").result.reason).toContain("ada has not worked after cy yet.");
    const { router } = routed("ada");
    router.removeAgent("agt_bob");
    router.removeAgent("agt_cy");
    expect(router.route(taskFixture(), inputsFixture({ handedOverFrom: "ada" })).reason).toContain("its own work");
  });

  it("is neutral without a hand-over and without a model, and says so where it would have counted", () => {
    const none = { ada: 0.5, bob: 0.5, cy: 0.5 };
    expect(routed(null)).toMatchObject({ chosen: "ada", scores: none });
    expect(routed(null).result.reason).not.toMatch(/after|behaviour/i);
    const unserved = routed("ada", { serves: false });
    expect(unserved).toMatchObject({ chosen: "ada", scores: none });
    expect(unserved.result.reason).toContain("No behaviour model is in production");
    expect(routed("ada", { serves: false, weight: 0 }).result.reason).not.toContain("behaviour");
  });

  it("asks the model once for each agent that hands over, not for each decision", () => {
    const { router } = routed("ada");
    const before = judge.asked;
    for (let i = 0; i < 5; i++) router.route(taskFixture(), inputsFixture({ handedOverFrom: "ada" }));
    expect(judge.asked - before).toBe(5);
  });
});
