import { describe, expect, it } from "vitest";
import { replayReportSchema } from "#lib/contracts/replay.ts";
import { seededRandom } from "#lib/core/random.ts";
import type { Rescored } from "#lib/engines/routing/rescore.ts";
import { flipSide } from "./flip.ts";
import { ReplayCollector, type ReplayedDecision } from "./replay-collector.ts";

const NAMES = ["ada", "bob"];

/** The tried version takes one row for sure. */
function rescored(row: number): Rescored {
  return {
    chosen: row,
    ranking: Int32Array.of(row, 1 - row),
    probability: Float64Array.of(1, 0),
    total: Float64Array.of(0.8, 0.7),
    scores: new Float32Array(14),
    successProbability: Float64Array.of(0.9, 0.5),
    costNanoUsd: Float64Array.of(1_234_567.4, Number.NaN),
    durationP50Ms: Float64Array.of(1500.2, Number.NaN),
  };
}

/** Both were drawn with even chances; ada succeeds more often. */
function collect(count: number, tried: number, change: Partial<ReplayedDecision> = {}): ReplayCollector {
  const collector = new ReplayCollector();
  const random = seededRandom(1);
  for (let i = 0; i < count; i++) {
    const logged = random() < 0.5 ? 0 : 1;
    const success = random() < (logged === 0 ? 0.9 : 0.5);
    collector.add({
      ...{ taskType: "sums", names: NAMES, logged, propensity: 0.5, reachable: new Set([0, 1]) },
      ...{ rescored: rescored(tried), outcome: { success, costNanoUsd: logged === 0 ? 4e6 : 1e6, durationMs: null } },
      ...change,
    });
  }
  return collector;
}

describe("a replay's report", () => {
  it("keeps to its contract, counts flips and shares, and says what would have changed", () => {
    const report = collect(600, 0).report(7);
    expect(replayReportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({ decisions: 600, outcomes: 600, verdict: "better", skipped: [] });
    expect(report.shares[0]).toMatchObject({ agent: "ada", candidate: 1 });
    expect(report.summary).toMatch(/^v7 would have chosen another agent in \d+ of 600 decisions \(\d\d\.\d%\)\./);
    expect(report.summary).toMatch(/success \+\d\d\.\d points \(95% .*\): better; cost \+\$0\.00\d+ .*: worse\./);
    expect(report.rewards.map(({ reward }) => reward)).toEqual(["success", "cost_usd"]);
  });

  it("says so when nothing can be told apart for want of decisions", () => {
    const report = collect(40, 0).report(7);
    expect(report.verdict).toBe("not_distinguishable");
    expect(report.summary).toContain("too few to tell anything apart");
  });

  it("does not count for a version what nobody left to chance, and says why", () => {
    const { summary, verdict } = collect(600, 0, { propensity: 1, reachable: new Set([1]) }).report(7);
    expect(verdict).toBe("not_distinguishable");
    expect(summary).toContain("left nothing to chance");
  });

  it("says so when no outcome is known, and when nothing could be replayed", () => {
    expect(collect(50, 0, { outcome: null }).report(7).summary).toContain("No outcome was reported");
    const none = new ReplayCollector();
    none.skip("Nobody fitted");
    none.skip("Nobody fitted");
    expect(none.report(7)).toMatchObject({ decisions: 0, skipped: [{ reason: "Nobody fitted", count: 2 }] });
  });
});

it("a side of a flip keeps what is not known unknown", () => {
  expect(flipSide(NAMES, rescored(0), 0)).toEqual({
    ...{ agentName: "ada", successProbability: 0.9, costNanoUsd: "1234567", durationP50Ms: 1500, total: 0.8 },
  });
  expect(flipSide(NAMES, rescored(0), 1)).toMatchObject({ costNanoUsd: null, durationP50Ms: null });
});
