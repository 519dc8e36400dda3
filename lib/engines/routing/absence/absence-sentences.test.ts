import { describe, expect, it } from "vitest";
import type { PlacementView, TakeoverView } from "#lib/contracts/fallback.ts";
import { placementSentence, takeoverSentence } from "./absence-verdict.ts";
import { drillSentence } from "./drill-sentence.ts";
import { jointLevel, placementLevel, takeoverLevel } from "./risk-level.ts";

const successor = (agent: string, tasks: number, saturation: { before: number; after: number } | null = null) => ({
  ...{ agent, agentId: "", tasks, share: tasks / 100, waitMs: null, saturation },
  ...{ success: { before: 0.9, after: 0.8 }, costPerTaskNanoUsd: { before: null, after: null } },
});
const placed = (changes: Partial<PlacementView> = {}): PlacementView => ({
  ...{ days: 7, tasks: 100, sampled: 80, capped: false, unplacedTasks: 0, unplaced: [], workloadVersion: null },
  successors: [successor("critic_002", 71), successor("analyst_003", 29)],
  success: { before: 0.9, after: 0.85, difference: -0.05, differenceCi95: [-0.08, -0.02] },
  cost: { before: "1000000", after: "2000000", knownShare: 1, perMonthNanoUsd: "12500000000" },
  waitMs: { before: 1000, after: 3000 },
  ...changes,
});

describe("the sentence of an absence", () => {
  it("says who takes over at what success, cost and wait", () => {
    expect(placementSentence("critic_001", "its", placed())).toBe(
      "If critic_001 goes, its tasks go to critic_002 (71%) and analyst_003 (29%): success -5.0 points (95% -8.0 to -2.0), " +
        "$12.50 a month more, a mean wait of 3.0 s instead of 1.0 s.",
    );
  });

  it("says first what nobody takes, and why", () => {
    const unplaced = [{ taskType: "law", refusedBy: "budget" as const, tasks: 14 }];
    const successors = [successor("critic_002", 86)];
    expect(placementSentence("openai", "its agents'", placed({ unplacedTasks: 14, unplaced, successors }))).toMatch(
      /^If openai goes, 14% of its agents' tasks \(14 in 7 days\) find nobody, mostly law \(budgets have no room for the others\); the rest goes to critic_002 \(100%\)/,
    );
  });

  it("takes an unknown cost for no number, and says for which share a known one is", () => {
    expect(placementSentence("a", "its", placed({ cost: null }))).toContain("cost unknown");
    const cost = { before: "0", after: "0", knownShare: 0.4, perMonthNanoUsd: "-1000000000" };
    expect(placementSentence("a", "its", placed({ cost }))).toContain(
      "$1.00 a month less for the 40% whose price is known",
    );
  });
});

const taken = (changes: Partial<TakeoverView> = {}): TakeoverView => ({
  ...{ ref: "anthropic/critic", provider: "anthropic", model: "m", tier: "quality", standsFor: [], isDefault: false },
  agents: [{ fleetName: "demo", agent: "critic_001", agentId: "agt" }],
  takeover: { ref: "openai/critic", provider: "openai", model: "n", leastBad: false },
  ...{ weekTasks: 10, passedOver: [], losses: [], monthNanoUsd: { before: "2000000000", after: null } },
  ...changes,
});

it("a chain's sentence names what calls lose, and why there is no fallback", () => {
  expect(takeoverSentence(taken({ losses: ["reads no images"] }))).toBe(
    "Calls of anthropic/critic go to openai/critic; it reads no images.",
  );
  const passedOver = [{ ref: "openai/critic", why: "no_key" as const }];
  expect(takeoverSentence(taken({ takeover: null, passedOver }))).toBe(
    "Calls of anthropic/critic have no fallback (openai/critic has no key here).",
  );
});

describe("the level of a risk", () => {
  it("is none where hardly anything is placed, and strained where success is surely lost or a successor fills up", () => {
    expect(placementLevel(placed({ tasks: 0 }))).toBe("unused");
    expect(placementLevel(placed({ unplacedTasks: 97 }))).toBe("none");
    expect(placementLevel(placed({ unplacedTasks: 3 }))).toBe("partly");
    expect(placementLevel(placed())).toBe("strained");
    expect(placementLevel(placed({ success: null }))).toBe("covered");
    const full = [successor("critic_002", 100, { before: 0.1, after: 0.9 })];
    expect(placementLevel(placed({ success: null, successors: full }))).toBe("strained");
  });

  it("of a chain is none without a fallback, and of parts the worst", () => {
    expect([taken(), taken({ takeover: null }), taken({ losses: ["x"] })].map(takeoverLevel)).toEqual([
      ...["covered", "none", "strained"],
    ]);
    expect(takeoverLevel(taken({ agents: [], weekTasks: 0 }))).toBe("unused");
    expect(jointLevel(["none", "covered"])).toBe("partly");
    expect(jointLevel(["none", "unused"])).toBe("none");
    expect(jointLevel([])).toBe("unused");
  });
});

it("a drill that nobody named says that nothing is known", () => {
  const none = { requests: 0, moved: 0, lost: 0 };
  expect(drillSentence({ thing: "critic_001", running: true }, none, [])).toContain("nothing is known");
  expect(drillSentence({ thing: "critic_001", running: false }, { ...none, requests: 3 }, [])).toBe(
    "Of 3 simulated requests none would have gone to critic_001: each was decided as without the drill.",
  );
});
