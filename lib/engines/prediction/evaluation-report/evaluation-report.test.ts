import { describe, expect, it } from "vitest";
import { evaluationReportSchema } from "#lib/contracts/evaluation.ts";
import { seededRandom } from "#lib/core/random.ts";
import { TrainingBaselines } from "../baselines.ts";
import { type EvaluatedItem, evaluateSplits } from "../evaluate.ts";
import { evaluationReport } from "./evaluation-report.ts";
import type { ForetoldOutcome } from "./evaluation-rows.ts";
import { reliabilityBins } from "./reliability.ts";

const AGENTS = ["poet", "reckoner"];
const CONTEXT = { heldOut: { how: "drawn", sha256: "0".repeat(64), tasks: 400 }, learningCurve: [], learners: [] };

/** Tasks that both have tried; the poet is good at poems and dear, the reckoner at sums and cheap. */
function measured(foretold: (able: boolean) => number, costKnown = true) {
  const random = seededRandom(5);
  const baselines = new TrainingBaselines();
  const outcomes: ForetoldOutcome[] = [];
  const items = Array.from({ length: 400 }, (_, i): EvaluatedItem => {
    const type = i % 4 === 0 ? "sums" : "poems";
    const able = AGENTS.map((agent) => (agent === "poet") === (type === "poems"));
    const score = able.map((good) => (random() < (good ? 0.9 : 0.3) ? 1 : 0));
    AGENTS.forEach((agent, row) => {
      baselines.add(row, type, null, score[row] ?? 0);
      outcomes.push({ agent, type, score: score[row] ?? 0, probability: foretold(able[row] ?? false) });
    });
    const cost = costKnown ? [0.02, 0.005] : [Number.NaN, Number.NaN];
    return {
      ...{ itemId: `t${i}`, type, source: null, agents: Int32Array.of(0, 1) },
      successProbability: Float64Array.from(able, foretold),
      predictedCostUsd: Float64Array.from(cost),
      score: Float64Array.from(score),
      costUsd: Float64Array.from(cost),
    };
  });
  const figures = evaluateSplits([{ items, baselines }], random);
  return { figures, outcomes, items, agents: AGENTS, baselines };
}

const report = (...parts: Parameters<typeof measured>) => evaluationReport(measured(...parts), CONTEXT);

describe("a report", () => {
  const good = report((able) => (able ? 0.9 : 0.3));

  it("keeps to its contract", () => {
    expect(evaluationReportSchema.parse(good)).toEqual(good);
  });

  it("says in its first line whether the version beats the best single agent", () => {
    expect(good).toMatchObject({ beatsBestSingle: "yes" });
    expect(good.summary).toMatch(/^Beats always taking the best single agent/);
    const blind = report(() => 0.5);
    expect(blind).toMatchObject({ beatsBestSingle: "no" });
    expect(blind.summary).toMatch(/^Does not beat always taking the best single agent/);
  });

  it("puts intervals beside the baselines, too", () => {
    for (const name of ["success", "best_single", "per_type_best", "random", "oracle"]) {
      const { value, ci95 } = good.figures[name] ?? {};
      expect(ci95?.[0]).toBeLessThan(value ?? 0);
      expect(ci95?.[1]).toBeGreaterThan(value ?? 1);
    }
  });

  it("tells by agent what was foretold, what happened and how often it is chosen", () => {
    const [poet, reckoner] = good.perAgent;
    expect(poet).toMatchObject({ name: "poet", n: 400, chosenShare: 0.75 });
    expect(poet?.predicted).toBeCloseTo(0.75);
    expect(reckoner?.successWhenChosen).toBeGreaterThan(0.8);
    expect(good.perType.map(({ name, n, chosenShare }) => `${name} ${n} ${chosenShare}`)).toEqual([
      "poems 600 null",
      "sums 200 null",
    ]);
  });

  it("draws cost against quality: the best single agent lies on or below the hull", () => {
    const { hull, singles, chosen, bestSingle, curve } = good.costQuality ?? {};
    expect(bestSingle?.agent).toBe("poet");
    expect(singles?.map(({ agent }) => agent)).toEqual(["reckoner", "poet"]);
    expect(chosen?.success).toBeGreaterThan(bestSingle?.success ?? 1);
    expect(chosen?.costUsd).toBeLessThan(bestSingle?.costUsd ?? 0);
    expect(curve?.length).toBeGreaterThan(1);
    expect(hull?.at(-1)?.success).toBeCloseTo(chosen?.success ?? 0);
  });

  it("leaves cost out where nobody knows it", () => {
    expect(report((able) => (able ? 0.9 : 0.3), false).costQuality).toBeNull();
  });

  it("compares no choices where each task was tried once, and judges by what was foretold", () => {
    const { baselines, outcomes } = measured((able) => (able ? 0.9 : 0.3));
    const figures = {
      brier: { value: 0.1, unit: "squared error", baseline: 0.2 },
      brier_gain: { value: 0.1, unit: "squared error", ci95: [0.05, 0.15] as [number, number] },
    };
    const single = evaluationReport({ figures, outcomes, items: [], agents: AGENTS, baselines }, CONTEXT);
    expect(single).toMatchObject({ beatsBestSingle: "not_comparable", costQuality: null });
    expect(single.summary).toContain("better; drawn");
    expect(single.perAgent[0]).toMatchObject({ chosenShare: null, successWhenChosen: null });
  });
});

describe("the reliability curve", () => {
  it("has ten bins of equal count with what was foretold and observed", () => {
    const probabilities = Array.from({ length: 1000 }, (_, i) => i / 1000);
    const random = seededRandom(2);
    const bins = reliabilityBins(
      probabilities,
      probabilities.map((probability) => (random() < probability ? 1 : 0)),
    );
    expect(bins.map(({ count }) => count)).toEqual(Array.from({ length: 10 }, () => 100));
    expect(bins.filter(({ predicted, low, high }) => low <= predicted && predicted <= high).length).toBeGreaterThan(7);
  });

  it("has fewer bins than pairs are there for", () => {
    expect(reliabilityBins([0.5, 0.6, 0.7], [1, 0, 1])).toHaveLength(3);
    expect(reliabilityBins([], [])).toEqual([]);
  });
});
