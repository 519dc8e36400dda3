import { describe, expect, it } from "vitest";
import { type Random, seededRandom } from "#lib/core/random.ts";
import { compareRewards, type RewardedDecision } from "./compare-rewards.ts";
import { studentT975 } from "./interval.ts";
import { OutcomeTable } from "./outcome-table.ts";
import { overlapOf } from "./overlap.ts";

const SUCCESS: Record<string, number> = { strong: 0.85, middling: 0.7, weak: 0.45 };
const AGENTS = Object.keys(SUCCESS);

/** What a policy that draws agents with these probabilities did, beside what a candidate would do. */
function decisions(
  count: number,
  logging: Record<string, number>,
  target: Record<string, number>,
  random: Random,
): RewardedDecision[] {
  return Array.from({ length: count }, () => {
    const draw = random();
    const upTo = (place: number) => AGENTS.slice(0, place + 1).reduce((sum, name) => sum + (logging[name] ?? 0), 0);
    const agent = AGENTS.find((_, place) => draw < upTo(place)) ?? "strong";
    return {
      type: "sums",
      agent,
      propensity: logging[agent] ?? 1,
      target: AGENTS.flatMap((name) =>
        target[name] ? [{ agent: name, probability: target[name], reachable: logging[name] !== undefined }] : [],
      ),
      rewards: {
        success: random() < (SUCCESS[agent] ?? 0) ? 1 : 0,
        cost_usd: agent === "weak" ? 0.001 : 0.004,
        duration_ms: Number.NaN,
      },
    };
  });
}

const EVEN = { strong: 1 / 3, middling: 1 / 3, weak: 1 / 3 };

describe("a candidate policy on the logs of another", () => {
  it("is found better where it takes the better agent, by every estimator", () => {
    const { verdict, rewards } = compareRewards(decisions(900, EVEN, { strong: 1 }, seededRandom(1)));
    expect(verdict).toBe("better");
    expect(rewards[0]?.estimates.map(({ estimator, verdict: found }) => `${estimator} ${found}`)).toEqual([
      "ips better",
      "snips better",
      "dr better",
    ]);
    for (const { valueCi95, differenceCi95 } of rewards[0]?.estimates ?? []) {
      expect(valueCi95[0]).toBeLessThan(0.85);
      expect(valueCi95[1]).toBeGreaterThan(0.85);
      expect(differenceCi95[0]).toBeLessThan(0.85 - 2 / 3);
      expect(differenceCi95[1]).toBeGreaterThan(0.85 - 2 / 3);
    }
  });

  it("is found worse in success and better in cost where it takes the cheap, weak agent", () => {
    const { verdict, rewards } = compareRewards(decisions(900, EVEN, { weak: 1 }, seededRandom(2)));
    expect(verdict).toBe("worse");
    expect(rewards.find(({ reward }) => reward === "cost_usd")?.estimates.map((row) => row.verdict)).toEqual([
      "better",
      "better",
      "better",
    ]);
  });

  it("is not distinguishable where it does the same", () => {
    expect(compareRewards(decisions(900, EVEN, EVEN, seededRandom(3))).verdict).toBe("not_distinguishable");
  });

  it("is not distinguishable, however it looks, where few decisions are like its own", () => {
    const logging = { strong: 0.01, middling: 0.01, weak: 0.98 };
    const { verdict, effectiveSampleSize } = compareRewards(decisions(900, logging, { strong: 1 }, seededRandom(4)));
    expect(effectiveSampleSize).toBeLessThan(30);
    expect(verdict).toBe("not_distinguishable");
  });

  it("leaves out rewards that nobody reported", () => {
    const { rewards } = compareRewards(decisions(100, EVEN, { strong: 1 }, seededRandom(5)));
    expect(rewards.map(({ reward }) => reward)).toEqual(["success", "cost_usd"]);
  });
});

describe("logs that always took the best", () => {
  /** Which agent was best changed half way, so that each has outcomes; nothing was ever left to chance. */
  function greedy(target: string): RewardedDecision[] {
    const random = seededRandom(6);
    return ["weak", "strong"].flatMap((agent) =>
      decisions(400, { [agent]: 1 }, { [target]: 1 }, random).map((row) => ({ ...row, propensity: 1 })),
    );
  }

  it("let the table of outcomes speak alone, and never for the candidate", () => {
    const { verdict, unsupported, rewards } = compareRewards(greedy("strong"));
    expect(unsupported).toBeCloseTo(0.5);
    expect(rewards[0]?.estimates.map(({ estimator }) => estimator)).toEqual(["dr"]);
    expect(rewards[0]?.estimates[0]?.difference).toBeGreaterThan(0.1);
    expect(verdict).toBe("not_distinguishable");
  });

  it("can speak against it", () => {
    expect(compareRewards(greedy("weak")).verdict).toBe("worse");
  });

  it("make intervals wide where nobody ever tried what the candidate does", () => {
    const width = (target: string) => {
      const [low, high] = compareRewards(greedy(target)).rewards[0]?.estimates[0]?.valueCi95 ?? [0, 0];
      return high - low;
    };
    expect(width("middling")).toBeGreaterThan(5 * width("strong"));
  });
});

describe("the parts", () => {
  it("count how many decisions of its own the logs are worth", () => {
    const target = new Float64Array([1, 1, 0, 0]);
    const propensity = new Float64Array(4).fill(0.5);
    const unreachable = new Float64Array([0, 0, 0, 1]);
    expect(overlapOf({ propensity, target, unreachable })).toEqual({ effectiveSampleSize: 2, unsupported: 0.25 });
  });

  it("know Student's t", () => {
    for (const [degrees, quantile] of [
      [5, 2.571],
      [10, 2.228],
      [30, 2.042],
      [1000, 1.962],
    ] as const) {
      expect(studentT975(degrees)).toBeCloseTo(quantile, 2);
    }
  });

  it("pull an agent's few outcomes towards its others, and say how sure they are", () => {
    const table = new OutcomeTable();
    for (let i = 0; i < 200; i++) table.add("sums", "known", i % 2);
    table.add("essays", "known", 1);
    const sums = table.foretell("sums", "known");
    const essays = table.foretell("essays", "known");
    expect(sums.mean).toBeCloseTo(0.5, 2);
    expect(essays.mean).toBeGreaterThan(sums.mean);
    expect(essays.mean).toBeLessThan(0.7);
    expect(essays.variance).toBeGreaterThan(10 * sums.variance);
  });
});
