import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { foldsOf, foldTables } from "./cross-fit.ts";
import { checkLead } from "./lead-check.ts";
import { meanProbability, SuccessModel } from "./success-model.ts";

const coldStart = { priorSuccess: 0.5, priorStrength: 4 };

/** `count` outcomes of each agent and type with the given rates, as columns. */
function simulate(rates: readonly (readonly number[])[], count: number, seed: number) {
  const random = seededRandom(seed);
  const rows = { agents: [] as number[], types: [] as number[], leaves: [] as number[], scores: [] as number[] };
  rates.forEach((byType, agent) => {
    byType.forEach((rate, type) => {
      for (let i = 0; i < count; i++) {
        rows.agents.push(agent);
        rows.types.push(type);
        rows.leaves.push(-1);
        rows.scores.push(random() < rate ? 1 : 0);
      }
    });
  });
  return rows;
}

function fitted(rows: ReturnType<typeof simulate>): SuccessModel {
  const model = new SuccessModel(coldStart);
  rows.agents.forEach((agent, row) => {
    model.add(agent, rows.types[row]!, rows.leaves[row]!, rows.scores[row]!);
  });
  model.fit();
  return model;
}

describe("the success model", () => {
  it("learns outcome by outcome what it learns from all of them at once", () => {
    const rows = simulate(
      [
        [0.9, 0.5],
        [0.6, 0.7],
        [0.3, 0.2],
      ],
      300,
      3,
    );
    const whole = fitted(rows);
    const streamed = new SuccessModel(coldStart);
    rows.agents.forEach((agent, row) => {
      streamed.observe(agent, rows.types[row]!, -1, rows.scores[row]!);
    });
    streamed.fit();
    for (const agent of [0, 1, 2]) {
      for (const type of [0, 1]) {
        expect(streamed.estimate(agent, type, -1, false).probability).toBeCloseTo(
          whole.estimate(agent, type, -1, false).probability,
          3,
        );
      }
    }
  });

  it("shrinks the more, the more alike the agents are", () => {
    const alike = fitted(
      simulate(
        Array.from({ length: 40 }, () => [0.6]),
        20,
        1,
      ),
    );
    const unlike = fitted(
      simulate(
        Array.from({ length: 40 }, (_, agent) => [agent % 2 ? 0.9 : 0.3]),
        20,
        1,
      ),
    );
    expect(alike.forest.levels[0] + alike.forest.levels[1]).toBeLessThan(0.5);
    expect(unlike.forest.levels[0] + unlike.forest.levels[1]).toBeGreaterThan(1);
    const spread = (model: SuccessModel) => {
      const all = Array.from({ length: 40 }, (_, agent) => model.estimate(agent, 0, -1, false).probability);
      return Math.max(...all) - Math.min(...all);
    };
    expect(spread(alike)).toBeLessThan(0.35);
    expect(spread(unlike)).toBeGreaterThan(0.45);
  });

  it("knows more from scores that vary little than from coin tosses of the same mean", () => {
    const steady = new SuccessModel(coldStart);
    const tossed = new SuccessModel(coldStart);
    for (let i = 0; i < 200; i++) {
      steady.add(i % 4, 0, -1, 0.5 + (i % 3) * 0.05);
      tossed.add(i % 4, 0, -1, Math.floor(i / 4) % 2);
    }
    steady.fit();
    tossed.fit();
    expect(steady.dispersion).toBeLessThan(0.2);
    expect(tossed.dispersion).toBeGreaterThan(0.9);
    const width = (model: SuccessModel) => {
      const { low, high } = model.estimate(0, 0, -1, false);
      return high - low;
    };
    expect(width(steady)).toBeLessThan(width(tossed));
  });

  it("averages the probability over what is not known of the logit", () => {
    expect(meanProbability(0, 9)).toBe(0.5);
    // Numerical integral of sigmoid(x) under N(2, 4): 0.8091.
    expect(meanProbability(2, 4)).toBeCloseTo(0.809, 1);
  });
});

describe("a leader", () => {
  const check = (rates: readonly (readonly number[])[], count: number) => {
    const rows = simulate(rates, count, 11);
    const columns = {
      agents: Int32Array.from(rows.agents),
      types: Int32Array.from(rows.types),
      leaves: Int32Array.from(rows.leaves),
      scores: Float64Array.from(rows.scores),
    };
    const foldOf = foldsOf(columns.leaves, 0, 1);
    const model = fitted(rows);
    const { leader, othersPay } = checkLead(columns, foldOf, model, foldTables(columns, foldOf, model, coldStart));
    return othersPay ? -1 : leader;
  };

  it("stays unbeaten while the others' leads are luck", () => {
    const twins = Array.from({ length: 12 }, () => [0.8, 0.8, 0.8, 0.8]);
    expect(check([[0.92, 0.92, 0.92, 0.92], ...twins], 60)).toBe(0);
  });

  it("is beaten where choosing by type pays", () => {
    expect(
      check(
        [
          [0.9, 0.2],
          [0.3, 0.8],
          [0.7, 0.6],
        ],
        100,
      ),
    ).toBe(-1);
  });

  it("does not exist where there is nothing to choose between", () => {
    expect(check([[0.9, 0.2]], 50)).toBe(-1);
    expect(check([[0.9], [0.2]], 50)).toBe(-1);
  });
});
