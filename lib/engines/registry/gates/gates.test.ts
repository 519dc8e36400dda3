import { describe, expect, it } from "vitest";
import type { GateName } from "#lib/contracts/gate.ts";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import type { Observation, PerformancePredictor } from "#lib/contracts/prediction.ts";
import { seededRandom } from "#lib/core/random.ts";
import { AgentPerformancePredictor } from "../../prediction/performance-predictor.ts";
import { chanceCalibrationError, comparePredictors, type HeldOutRow } from "./compare-predictors.ts";
import type { Difference, GateFacts } from "./gate-facts.ts";
import { failedGates, judgeGates } from "./judge-gates.ts";

const { gates: BOUNDS } = modelPolicySchema.parse({});
const AT = "2026-05-04T10:00:00.000Z";

const GOOD: GateFacts = {
  version: 3,
  against: 2,
  artifact: { sizeBytes: 1000, refused: null, golden: null, loadMs: 12 },
  data: { rows: 5000, called: "outcomes", agents: 4, rowsByAgent: null, flood: null },
  comparison: { how: "Held out.", quality: "Success", success: difference(0.8, 0.79, 0.02), brier: null },
  calibration: { error: 0.02, n: 1000, byChance: 0.03, how: "Held out." },
  replay: { verdict: "not_distinguishable", summary: "Not distinguishable.", against: 2 },
  shares: { of: "by replay", agents: [{ agent: "a", before: 0.6, after: 0.5 }] },
  hrefs: { version: "/v", compare: "/c", replay: "/r" },
};

function difference(candidate: number, production: number, half: number): Difference {
  const value = candidate - production;
  return { candidate, production, difference: value, ci95: [value - half, value + half], n: 500 };
}

function judged(facts: Partial<GateFacts>, bounds: Partial<typeof BOUNDS> = {}, returning: string | null = null) {
  return judgeGates({ ...GOOD, ...facts }, { ...BOUNDS, ...bounds }, { returning, at: AT });
}

const failed = (...given: Parameters<typeof judged>) => failedGates(judged(...given)).map(({ gate }) => gate);

describe("gates", () => {
  it("let a good version pass, each with its evidence in a sentence", () => {
    const report = judged({});
    expect(report).toMatchObject({ version: 3, against: 2, passed: true, at: AT });
    expect(report.results.map(({ verdict }) => verdict)).toEqual(Array(9).fill("pass"));
    for (const { sentence } of report.results) expect(sentence).toMatch(/\.$/);
  });

  it.each<[GateName, Partial<GateFacts>]>([
    ["artifact_integrity", { artifact: { ...GOOD.artifact, refused: "its SHA-256 is another.", loadMs: null } }],
    ["golden_inputs", { artifact: { ...GOOD.artifact, golden: "it does not answer.", loadMs: null } }],
    ["load_time", { artifact: { ...GOOD.artifact, loadMs: 2001 } }],
    ["artifact_size", { artifact: { ...GOOD.artifact, sizeBytes: 64 * 1024 * 1024 + 1 } }],
    ["data_sufficiency", { data: { ...GOOD.data, rows: 199 } }],
    ["not_worse", { comparison: { how: "", quality: "Success", success: difference(0.7, 0.8, 0.05), brier: null } }],
    ["not_worse", { comparison: { how: "", quality: "Success", success: null, brier: difference(0.2, 0.15, 0.01) } }],
    ["calibration", { calibration: { error: 0.051, n: 5000, byChance: 0.01, how: "" } }],
    ["replay", { replay: { verdict: "worse", summary: "Worse.", against: 2 } }],
    ["no_agent_starved", { shares: { of: "by replay", agents: [{ agent: "a", before: 0.1, after: 0.009 }] } }],
  ])("%s refuses what is beyond its bound, and it alone", (gate, facts) => {
    expect(failed(facts)).toEqual([gate]);
  });

  it("do not refuse a loss that a handful of tasks cannot tell from chance", () => {
    expect(
      failed({ comparison: { how: "", quality: "Success", success: difference(0.7, 0.8, 0.2), brier: null } }),
    ).toEqual([]);
    expect(failed({ calibration: { error: 0.09, n: 60, byChance: 0.12, how: "" } })).toEqual([]);
  });

  it("have no say on what a first version could be compared with", () => {
    const report = judged({ against: null, comparison: null, replay: null, shares: null });
    expect(report.passed).toBe(true);
    const silent = report.results.filter(({ verdict }) => verdict === "not_applicable").map(({ gate }) => gate);
    expect(silent).toEqual(["not_worse", "replay", "no_agent_starved"]);
  });

  it("are switched off by the policy, all but the two that guard every process", () => {
    const off = Object.fromEntries(Object.keys(BOUNDS).map((name) => [name, name === "replay" ? "off" : null]));
    const bad = {
      artifact: { sizeBytes: 1e9, refused: "no.", golden: null, loadMs: null },
      data: { ...GOOD.data, rows: 0 },
    };
    expect(failed(bad, off)).toEqual(["artifact_integrity"]);
  });

  it("ask for a replay only where the policy requires one", () => {
    expect(failed({ replay: null })).toEqual([]);
    expect(failed({ replay: null }, { replay: "required" })).toEqual(["replay"]);
  });

  it("let a version return that was good days ago, but never with a bad artifact", () => {
    const worse = { comparison: { how: "", quality: "Success", success: difference(0.5, 0.8, 0.01), brier: null } };
    expect(failed(worse, {}, "It was in production until yesterday.")).toEqual([]);
    const damaged = { ...worse, artifact: { ...GOOD.artifact, refused: "no.", loadMs: null } };
    expect(failed(damaged, {}, "It was in production until yesterday.")).toEqual(["artifact_integrity"]);
  });

  it("refuse data that mostly came from one key all of a sudden", () => {
    const flood = { key: "bot", newOutcomes: 900, newShare: 0.95, oldShare: 0.1 };
    expect(failed({ data: { ...GOOD.data, flood } })).toEqual(["data_sufficiency"]);
    expect(failed({ data: { ...GOOD.data, flood: { ...flood, oldShare: 1 } } })).toEqual([]);
    expect(failed({ data: { ...GOOD.data, flood: { ...flood, newOutcomes: 20 } } })).toEqual([]);
  });

  it("refuse data that says too little of most agents, and name them", () => {
    const rowsByAgent = [
      { agent: "a", rows: 400 },
      { agent: "b", rows: 2 },
      { agent: "c", rows: 1 },
    ];
    const report = judged({ data: { ...GOOD.data, rowsByAgent } });
    expect(failedGates(report)).toMatchObject([{ gate: "data_sufficiency", value: 2, bound: 5 }]);
    expect(failedGates(report)[0]?.sentence).toContain("b, c");
  });
});

function row(taskKey: string, agentName: string, score: number): HeldOutRow {
  const unknown = { costNanoUsd: null, latencyMs: null, inputTokens: null, outputTokens: null, atMs: null };
  return { taskKey, agentName, taskType: "sums", source: null, text: "", score, ...unknown };
}

/** Believes in one of the two agents. */
function believer(favourite: string): PerformancePredictor {
  const rows = ["left", "right"].flatMap((agent) =>
    Array.from({ length: 50 }, (_, i): Observation => row(`${i}`, agent, agent === favourite ? 1 : i % 2)),
  );
  return AgentPerformancePredictor.fit(rows);
}

describe("two predictors on the same tasks", () => {
  const tasks = Array.from({ length: 200 }, (_, i) => [row(`t${i}`, "left", 1), row(`t${i}`, "right", i % 2)]).flat();

  it("are compared choice by choice, with the shares of work they would give", () => {
    const { success, brier, shares } = comparePredictors(believer("right"), believer("left"), tasks);
    expect(success).toMatchObject({ candidate: 0.5, production: 1, difference: -0.5, n: 200 });
    expect(success?.ci95[1]).toBeLessThan(-0.4);
    expect(brier?.difference).toBeGreaterThan(0);
    expect(shares).toEqual(
      expect.arrayContaining([
        { agent: "left", before: 1, after: 0 },
        { agent: "right", before: 0, after: 1 },
      ]),
    );
  });

  it("are compared by what they foretell where each task has one outcome", () => {
    const single = tasks.filter((_, i) => i % 2 === 0);
    const { success, brier, shares } = comparePredictors(believer("right"), believer("left"), single);
    expect([success, shares]).toEqual([null, null]);
    expect(brier?.ci95[0]).toBeGreaterThan(0);
  });

  it("of which the candidate is the same do not differ", () => {
    const { success } = comparePredictors(believer("left"), believer("left"), tasks);
    expect(success).toMatchObject({ difference: 0, ci95: [0, 0] });
  });
});

it("says how large a calibration error chance alone gives: hardly a simulation of a hundred is above", () => {
  const random = seededRandom(5);
  const probabilities = Array.from({ length: 300 }, () => random()).sort((a, b) => a - b);
  const bound = chanceCalibrationError(probabilities);
  let above = 0;
  for (let run = 0; run < 400; run++) {
    let error = 0;
    for (let bin = 0; bin < 10; bin++) {
      const own = probabilities.slice(bin * 30, bin * 30 + 30);
      error += Math.abs(own.reduce((sum, p) => sum + p - (random() < p ? 1 : 0), 0));
    }
    if (error / 300 > bound) above++;
  }
  expect(above / 400).toBeLessThan(0.02);
  expect(bound).toBeLessThan(0.12);
});
