import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Observation } from "#lib/contracts/prediction.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { seededRandom } from "#lib/core/random.ts";
import { decodeArtifact, encodeArtifact } from "../registry/artifact.ts";
import { AgentPerformancePredictor } from "./performance-predictor.ts";

function seen(agentName: string, taskType: string, score: number, more: Partial<Observation> = {}): Observation {
  return {
    agentName,
    taskType,
    source: null,
    text: "",
    score,
    atMs: null,
    costNanoUsd: null,
    latencyMs: null,
    inputTokens: null,
    outputTokens: null,
    ...more,
  };
}

const repeat = (count: number, make: (i: number) => Observation) => Array.from({ length: count }, (_, i) => make(i));
const task = (type: string, source: string | null = null) => ({ type, text: "", source });

/** 12 agents x 4 types x 3 sources with logs of every quantity. */
function syntheticHistory(seed: number): Observation[] {
  const random = seededRandom(seed);
  return repeat(4000, () => {
    const agent = Math.floor(random() * 12);
    const type = Math.floor(random() * 4);
    const source = Math.floor(random() * 3);
    const p = 0.2 + 0.05 * agent + 0.05 * (agent % (type + 2));
    const scale = Math.exp(random() + 0.3 * agent + 0.2 * source);
    return seen(`agent ${agent}`, `type ${type}`, random() < p ? 1 : 0, {
      source: `source ${source}`,
      latencyMs: 1000 * scale,
      inputTokens: Math.round(500 * scale),
      outputTokens: Math.round(50 * scale),
      costNanoUsd: agent === 0 ? null : Math.round(1e6 * scale),
    });
  });
}

describe("predicted success", () => {
  it("is the cold start's prior before any outcome, and says how little it knows", () => {
    const predictor = AgentPerformancePredictor.fit([], { coldStart: { priorSuccess: 0.5, priorStrength: 4 } });
    const { success, typeSamples, totalSamples, durationMs, costNanoUsd } = predictor.predict("anyone", task("any"));
    expect(success.probability).toBeCloseTo(0.5);
    expect(success.high - success.low).toBeGreaterThan(0.8);
    expect({ typeSamples, totalSamples, durationMs, costNanoUsd }).toEqual({
      typeSamples: 0,
      totalSamples: 0,
      durationMs: null,
      costNanoUsd: null,
    });
  });

  it("approaches the observed rate as outcomes come in, and its interval narrows around it", () => {
    let last = 1;
    for (const count of [10, 100, 1000, 10_000]) {
      const others = repeat(300, (i) => seen(`other ${i % 3}`, "code", i % 4 ? 1 : 0));
      const own = repeat(count, (i) => seen("own", "code", i % 10 < 3 ? 1 : 0));
      const { success } = AgentPerformancePredictor.fit([...others, ...own]).predict("own", task("code"));
      expect(success.low).toBeLessThan(0.3);
      expect(success.high).toBeGreaterThan(0.3);
      expect(success.high - success.low).toBeLessThan(last);
      last = success.high - success.low;
      if (count === 10_000) expect(success.probability).toBeCloseTo(0.3, 2);
    }
  });

  it("pulls an agent with three lucky outcomes towards its fleet", () => {
    const fleet = repeat(1000, (i) => seen(`agent ${i % 10}`, "code", Math.floor(i / 10) % 10 < 4 + (i % 3) ? 1 : 0));
    const lucky = repeat(3, () => seen("lucky", "code", 1));
    const { success } = AgentPerformancePredictor.fit([...fleet, ...lucky]).predict("lucky", task("code"));
    expect(success.probability).toBeGreaterThan(0.45);
    expect(success.probability).toBeLessThan(0.75);
  });

  it("carries an agent's strength over to a type it has not met, and a type's difficulty to an agent without history", () => {
    const history = ["a", "b", "c", "d", "e", "f"].flatMap((name, strength) =>
      [0, 1, 2].flatMap((type) =>
        name === "f" && type === 2
          ? []
          : repeat(200, (i) => seen(name, `type ${type}`, i % 20 < 4 + 2 * strength + 2 * type ? 1 : 0)),
      ),
    );
    const predictor = AgentPerformancePredictor.fit(history);
    const unmet = predictor.predict("f", task("type 2")).success.probability;
    expect(unmet).toBeGreaterThan(predictor.predict("c", task("type 2")).success.probability);
    const stranger = (type: string) => predictor.predict("stranger", task(type)).success;
    expect(stranger("type 2").probability).toBeGreaterThan(stranger("type 0").probability + 0.1);
    expect(stranger("type 2").low).toBeLessThan(predictor.predict("c", task("type 2")).success.low);
  });

  it("learns a source's own order of agents, and falls back to the type for a new source", () => {
    const history = ["x", "y"].flatMap((name) =>
      ["s1", "s2", "s3", "s4"].flatMap((source) =>
        repeat(200, (i) =>
          seen(name, "code", i % 10 < ((source === "s1") === (name === "x") ? 8 : 4) ? 1 : 0, { source }),
        ),
      ),
    );
    const predictor = AgentPerformancePredictor.fit(history);
    const ahead = (source: string | null) =>
      predictor.predict("x", task("code", source)).success.probability -
      predictor.predict("y", task("code", source)).success.probability;
    expect(ahead("s1")).toBeGreaterThan(0.25);
    expect(ahead("s2")).toBeLessThan(-0.25);
    expect(ahead("new")).toBeLessThan(0);
  });

  it("is right on average: over many agents its intervals hold the true rate about 95% of the time", () => {
    const random = seededRandom(5);
    const truth = repeatNumbers(2000, () => 1 / (1 + Math.exp(-(0.5 + 0.8 * gaussian(random)))));
    const history = truth.flatMap((p, agent) =>
      repeat(5 + (agent % 40), () => seen(`agent ${agent}`, "code", random() < p ? 1 : 0)),
    );
    const predictor = AgentPerformancePredictor.fit(history);
    const held = truth.filter((p, agent) => {
      const { low, high } = predictor.predict(`agent ${agent}`, task("code")).success;
      return low <= p && p <= high;
    }).length;
    expect(held / truth.length).toBeGreaterThan(0.92);
    expect(held / truth.length).toBeLessThan(0.98);
  });

  it("stays a probability inside its interval for any history", () => {
    const anyObservation = fc.record({
      agent: fc.constantFrom("a", "b", "c"),
      type: fc.constantFrom("t", "u", ""),
      source: fc.constantFrom(null, "s", "v"),
      score: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      latencyMs: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(anyObservation, { maxLength: 60 }), (rows) => {
        const predictor = AgentPerformancePredictor.fit(
          rows.map(({ agent, type, score, ...more }) => seen(agent, type, score, more)),
        );
        for (const agent of ["a", "nobody"]) {
          for (const at of [task("t", "s"), task("t"), task("new", "new")]) {
            const { success, durationMs } = predictor.predict(agent, at);
            expect(success.low).toBeLessThanOrEqual(success.probability + 0.25);
            expect(success.low).toBeGreaterThanOrEqual(0);
            expect(success.high).toBeLessThanOrEqual(1);
            expect(success.probability).toBeGreaterThanOrEqual(0);
            expect(success.probability).toBeLessThanOrEqual(1);
            if (!durationMs) continue;
            const { p05, p50, p90, p95, mean } = durationMs;
            for (const value of [p05, p50, p90, p95, mean]) expect(Number.isFinite(value)).toBe(true);
            expect(p05).toBeLessThanOrEqual(p50);
            expect(p50).toBeLessThanOrEqual(p90);
            expect(p90).toBeLessThanOrEqual(p95);
          }
        }
      }),
    );
  });
});

describe("predicted quantities", () => {
  it("give the quantiles of what was logged", () => {
    const random = seededRandom(9);
    const history = repeat(4000, (i) =>
      seen(`agent ${i % 2}`, "code", 1, { latencyMs: (i % 2 ? 5000 : 1000) * Math.exp(0.5 * gaussian(random)) }),
    );
    const { durationMs } = AgentPerformancePredictor.fit(history).predict("agent 1", task("code"));
    expect(durationMs?.p50).toBeGreaterThan(5000 * 0.93);
    expect(durationMs?.p50).toBeLessThan(5000 * 1.07);
    expect(durationMs?.p90).toBeGreaterThan(5000 * Math.exp(0.5 * 1.2816) * 0.9);
    expect(durationMs?.p90).toBeLessThan(5000 * Math.exp(0.5 * 1.2816) * 1.1);
    expect(durationMs?.mean).toBeGreaterThan(5000 * Math.exp(0.125) * 0.93);
  });

  it("leave the cost of an agent without a recorded cost unknown, but not its tokens", () => {
    const predictor = AgentPerformancePredictor.fit(syntheticHistory(3));
    for (const name of ["agent 0", "stranger"]) {
      expect(predictor.predict(name, task("type 0")).costNanoUsd).toBeNull();
      expect(predictor.predict(name, task("type 0")).outputTokens?.p50).toBeGreaterThan(0);
    }
    const columns = predictor.predictColumns(["agent 0", "agent 1"], task("type 0"));
    expect(columns.costP50NanoUsd[0]).toBeNaN();
    expect(Number.isInteger(columns.costP50NanoUsd[1])).toBe(true);
  });

  it("keep a known cost of zero at zero", () => {
    const predictor = AgentPerformancePredictor.fit([
      ...repeat(200, () => seen("free", "code", 1, { costNanoUsd: 0 })),
      ...repeat(200, () => seen("paid", "code", 1, { costNanoUsd: 2_000_000 })),
    ]);
    expect(predictor.predict("free", task("code")).costNanoUsd?.p50).toBeLessThan(10);
    expect(predictor.predict("paid", task("code")).costNanoUsd?.p50).toBeGreaterThan(1_800_000);
  });
});

describe("prediction columns", () => {
  const predictor = AgentPerformancePredictor.fit(syntheticHistory(1));

  it("hold in row i what is predicted of agent i, strangers included", () => {
    const names = ["agent 3", "stranger", "agent 0"];
    const columns = predictor.predictColumns(names, task("type 1", "source 2"));
    names.forEach((name, row) => {
      const one = predictor.predict(name, task("type 1", "source 2"));
      expect(columns.successProbability[row]).toBe(one.success.probability);
      expect(columns.successLow[row]).toBe(one.success.low);
      expect(columns.typeSamples[row]).toBe(one.typeSamples);
      expect(columns.durationP90Ms[row]).toBe(one.durationMs?.p90);
    });
    expect(columns.totalSamples[1]).toBe(0);
  });

  it("are computed once for the same array, type and source, however many new types are asked for", () => {
    const names = ["agent 1", "agent 2"];
    const first = predictor.predictColumns(names, task("type 1"));
    expect(predictor.predictColumns(names, { ...task("type 1"), text: "another text" })).toBe(first);
    expect(predictor.predictColumns([...names], task("type 1"))).not.toBe(first);
    const unknown = predictor.predictColumns(names, task("never seen"));
    expect(predictor.predictColumns(names, task("nor this"))).toBe(unknown);
  });
});

describe("the predictor's artifact", () => {
  const predictor = AgentPerformancePredictor.fit(syntheticHistory(1));
  const bytes = predictor.toArtifact();

  it("predicts exactly as the predictor it was made from, and is the same for the same data", () => {
    const restored = AgentPerformancePredictor.fromArtifact(bytes);
    for (const name of ["agent 0", "agent 7", "stranger"]) {
      for (const at of [task("type 0", "source 1"), task("type 3"), task("new", "new"), task("type 2", "new")]) {
        expect(restored.predict(name, at)).toEqual(predictor.predict(name, at));
      }
    }
    expect(sha256Hex(restored.toArtifact())).toBe(sha256Hex(bytes));
    expect(sha256Hex(AgentPerformancePredictor.fit(syntheticHistory(1)).toArtifact())).toBe(sha256Hex(bytes));
    expect(sha256Hex(AgentPerformancePredictor.fit(syntheticHistory(2)).toArtifact())).not.toBe(sha256Hex(bytes));
  });

  it("can be made of an empty history", () => {
    const empty = AgentPerformancePredictor.fit([]);
    const restored = AgentPerformancePredictor.fromArtifact(empty.toArtifact());
    expect(restored.predict("anyone", task("any"))).toEqual(empty.predict("anyone", task("any")));
  });

  it("is refused when it no longer answers as when it was written, though every number in it is finite", () => {
    const artifact = decodeArtifact(bytes);
    const tensors = Object.fromEntries(artifact.tensors);
    const types = tensors["success.types"]!;
    tensors["success.types"] = { ...types, data: (types.data as Float64Array).map((effect) => effect + 0.001) };
    const altered = encodeArtifact({ kind: artifact.kind, header: artifact.header, tensors });
    expect(() => AgentPerformancePredictor.fromArtifact(altered)).toThrow("does not answer as when it was written");
  });

  it("is refused when tensors are absent, do not fit, or point outside the vocabulary", () => {
    const artifact = decodeArtifact(bytes);
    const whole = Object.fromEntries(artifact.tensors);
    const { "success.nodes": nodes, ...without } = whole;
    const outside = { shape: nodes!.shape, data: (nodes!.data as Int32Array).map((key) => key + 1000) };
    const refusal = (tensors: typeof whole, sentence: string) =>
      expect(() =>
        AgentPerformancePredictor.fromArtifact(
          encodeArtifact({ kind: artifact.kind, header: artifact.header, tensors }),
        ),
      ).toThrow(sentence);
    refusal(without as typeof whole, "success.nodes is absent");
    refusal({ ...whole, "success.nodes": outside }, "do not belong together");
  });

  it("is refused when it is another kind of model", () => {
    const other = encodeArtifact({ kind: "workload", header: {}, tensors: {} });
    expect(() => AgentPerformancePredictor.fromArtifact(other)).toThrow("it is a workload");
  });
});

function repeatNumbers(count: number, make: () => number): number[] {
  return Array.from({ length: count }, make);
}

function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe("runs that nobody has judged", () => {
  const judged = syntheticHistory(7).slice(0, 1500);
  const slow = repeat(400, (i) =>
    seen(`agent ${i % 3}`, "type 0", Number.NaN, { source: "source 0", text: `slow one ${i % 60}`, latencyMs: 90_000 }),
  );

  it("teach how long agents take, and nothing of whether they succeed", () => {
    const [without, beside] = [[], slow].map((unjudged) => AgentPerformancePredictor.fit(judged, { unjudged }));
    const ask = { ...task("type 0", "source 0"), text: "slow one 3" };
    for (const name of ["agent 0", "agent 2", "agent 9", "nobody"]) {
      expect(beside?.predict(name, ask).success).toEqual(without?.predict(name, ask).success);
    }
    const median = (predictor: typeof beside) => predictor?.predict("agent 1", ask).durationMs?.p50 ?? Number.NaN;
    expect(median(beside)).toBeGreaterThan(3 * median(without));
  });

  it("of an agent and a type that nothing else is known of leave their success at the prior", () => {
    const unjudged = repeat(30, () => seen("newcomer", "new type", Number.NaN, { latencyMs: 4000 }));
    const predictor = AgentPerformancePredictor.fit(judged, { unjudged });
    const again = AgentPerformancePredictor.fromArtifact(predictor.toArtifact());
    const known = again.predict("newcomer", task("new type"));
    expect(known).toMatchObject({ typeSamples: 0, totalSamples: 0 });
    expect(known.success.probability).toBeCloseTo(again.predict("nobody", task("new type")).success.probability, 6);
    expect(known.durationMs?.p50).toBeCloseTo(4000, -3);
  });
});
