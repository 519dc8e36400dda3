import { describe, expect, it } from "vitest";
import { LiveEvidence } from "../prediction/live/live-evidence.ts";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import {
  agentFixture,
  type Forecasts,
  inputsFixture,
  policyFixture,
  routerFixture,
  taskFixture,
  veteran,
} from "./fleet-fixture.ts";

const FORECASTS: Forecasts = { ada: veteran(0.9), bob: veteran(0.7), cy: veteran(0.5) };
const names = Object.keys(FORECASTS);

function fleetWith(evidence: LiveEvidence) {
  const router = routerFixture(
    names.map((name) => agentFixture(name)),
    { forecasts: FORECASTS },
  );
  return () => router.route(taskFixture(), inputsFixture({ evidence }));
}

function report(evidence: LiveEvidence, agentName: string, outcomes: number, failed: number): void {
  for (let i = 0; i < outcomes; i++) {
    const expected = FORECASTS[agentName]?.successProbability ?? 0.5;
    evidence.observe({
      agentName,
      taskType: "research",
      score: i < failed ? 0 : 1,
      expected,
      expectedSd: 0.2,
      atMs: i,
    });
  }
}

describe("a fleet under recent outcomes", () => {
  const evidence = new LiveEvidence(policyFixture().liveEvidence);
  const routed = fleetWith(evidence);

  it("decides by the predictor while nothing was reported", () => {
    const result = routed();
    expect(result.agents[result.chosen]?.name).toBe("ada");
    expect(result.frame.forecast.live).toBeNull();
    expect(decodeCandidates(encodeCandidates(result)).every(({ live }) => live === null)).toBe(true);
  });

  it("takes the next agent when the best one fails, and says of each what its outcomes did", () => {
    const before = routed();
    report(evidence, "ada", 20, 18);
    const after = routed();
    expect(after.agents[after.chosen]?.name).toBe("bob");
    const ada = decodeCandidates(encodeCandidates(after)).find(({ agentName }) => agentName === "ada");
    expect(ada?.live).toMatchObject({ recentFailed: 18, recentOutcomes: 20 });
    expect(ada?.live?.offsetLogit).toBeLessThan(-1);
    expect(ada?.successProbability).toBeLessThan(0.7);
    // What was handed out before is what it was.
    expect(before.candidates.successProbability[0]).toBe(0.9);
  });

  it("gives work back to an agent that recovers, in plain words", () => {
    report(evidence, "bob", 20, 20);
    report(evidence, "cy", 20, 2);
    const result = routed();
    expect(result.agents[result.chosen]?.name).toBe("cy");
    expect(result.reason).toMatch(
      / cy succeeded in 18 of its last 20, so its success counts as \d\d% instead of 50%\.$/,
    );
  });

  it("answers the same however often it was asked in between", () => {
    const asked = new LiveEvidence(policyFixture().liveEvidence);
    const eager = fleetWith(asked);
    for (const name of names) {
      report(asked, name, 7, 3);
      eager();
    }
    const late = fleetWith(asked)();
    const early = eager();
    expect(encodeCandidates(early)).toBe(encodeCandidates(late));
  });
});
