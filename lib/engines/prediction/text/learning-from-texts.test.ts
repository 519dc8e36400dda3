import { describe, expect, it, vi } from "vitest";
import type { Observation } from "#lib/contracts/prediction.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { seededRandom } from "#lib/core/random.ts";
import { decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { AgentPerformancePredictor } from "../performance-predictor.ts";

const SUBJECTS = ["court contract clause liability verdict", "matrix vector eigenvalue theorem proof"];

/** A text of one of the two subjects, of 5 to 45 words. */
function textOf(subject: number, i: number, random: () => number): string {
  const words = (SUBJECTS[subject] as string).split(" ");
  const length = 5 + Math.floor(40 * random());
  return `${Array.from({ length }, () => words[Math.floor(words.length * random())]).join(" ")} ${i}`;
}

/** Each text is tried by every agent; `rate` says how often which agent succeeds on which subject. */
function history(rate: (agent: number, subject: number) => number, count = 500, agents = 2, seed = 3): Observation[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const subject = i % 2;
    const text = textOf(subject, i, random);
    const inputTokens = Math.round(50 + 2 * text.length * (0.9 + 0.2 * random()));
    return Array.from({ length: agents }, (_agent, agent) => ({
      ...{ agentName: `agent ${agent}`, taskType: "work", source: null, text, atMs: null },
      score: random() < rate(agent, subject) ? 1 : 0,
      ...{ costNanoUsd: inputTokens * 1000, latencyMs: 1000 + 500 * random(), inputTokens, outputTokens: null },
    }));
  }).flat();
}

const specialists = (agent: number, subject: number) => (agent === subject ? 0.9 : 0.3);
const LAW = { type: "work", source: null, text: "liability clause of a contract in court" };
const ALGEBRA = { type: "work", source: null, text: "proof of a theorem on eigenvalue of the matrix" };

// A fit takes a second, and several on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

describe("a predictor that learns from texts", () => {
  const predictor = AgentPerformancePredictor.fit(history(specialists));

  it("finds out which agent is better at what a text is about, though the type says nothing", () => {
    const success = (name: string, task: typeof LAW) => predictor.predict(name, task).success.probability;
    expect(success("agent 0", LAW)).toBeGreaterThan(success("agent 1", LAW) + 0.3);
    expect(success("agent 1", ALGEBRA)).toBeGreaterThan(success("agent 0", ALGEBRA) + 0.3);
  });

  it("says which learner it chose, among which, by what each gained on texts it had not seen", () => {
    const parameters = predictor.parameters() as { learner: string; candidates: { learner: string }[] };
    expect(parameters.learner).not.toBe("table");
    expect(parameters.candidates.map(({ learner }) => learner)).toEqual(
      expect.arrayContaining(["table", "factors", "knn:30"]),
    );
    expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
  });

  it("gives agents no effects of their own among many, and learns from similar texts there", () => {
    const many = AgentPerformancePredictor.fit(history(specialists, 150, 21));
    const { candidates } = many.parameters() as { candidates: { learner: string }[] };
    const learners = candidates.map(({ learner }) => learner);
    expect(learners).toContain("knn:30");
    expect(learners.filter((learner) => learner.startsWith("factors"))).toEqual([]);
    const few = AgentPerformancePredictor.fit(history(specialists, 150, 20)).parameters();
    expect(JSON.stringify(few)).toContain('"factors"');
  });

  it("falls back to type and agent for an empty text and for an agent nobody has seen", () => {
    const empty = predictor.predict("agent 0", { ...LAW, text: "" }).success;
    expect(empty.probability).toBeGreaterThan(0.4);
    expect(empty.probability).toBeLessThan(0.8);
    const stranger = predictor.predict("stranger", LAW).success;
    expect(stranger.high - stranger.low).toBeGreaterThan(0.3);
  });

  it("expects more input tokens and a higher cost of a longer text", () => {
    const short = predictor.predict("agent 0", LAW);
    const long = predictor.predict("agent 0", { ...LAW, text: `${LAW.text} `.repeat(6) });
    expect(long.inputTokens!.p50).toBeGreaterThan(2 * short.inputTokens!.p50);
    expect(long.costNanoUsd!.p50).toBeGreaterThan(2 * short.costNanoUsd!.p50);
  });

  it("holds 90% of the tokens of new texts in its 90% intervals", () => {
    const fresh = history(specialists, 400, 2, 77);
    const held = fresh.filter(({ agentName, taskType, source, text, inputTokens }) => {
      const { p05, p95 } = predictor.predict(agentName, { type: taskType, source, text }).inputTokens!;
      return p05 <= inputTokens! && inputTokens! <= p95;
    }).length;
    expect(held / fresh.length).toBeGreaterThan(0.85);
    expect(held / fresh.length).toBeLessThan(0.95);
  });

  it("answers for a fleet what it answers agent by agent, text by text", () => {
    const names = ["agent 1", "stranger", "agent 0"];
    for (const task of [LAW, ALGEBRA]) {
      const columns = predictor.predictColumns(names, task);
      names.forEach((name, row) => {
        const one = predictor.predict(name, task);
        expect(columns.successProbability[row]).toBe(one.success.probability);
        expect(columns.successHigh[row]).toBe(one.success.high);
        expect(columns.inputTokensP50[row]).toBe(one.inputTokens?.p50);
      });
      expect(predictor.predictColumns(names, task)).toBe(columns);
    }
  });

  it("keeps the table where texts say nothing about success", () => {
    const noise = AgentPerformancePredictor.fit(history(() => 0.6));
    expect(noise.parameters().learner).toBe("table");
  });

  it("gives the same bytes for the same data and seed, and others for another seed", () => {
    const hash = (seed: number) =>
      sha256Hex(AgentPerformancePredictor.fit(history(specialists), { seed }).toArtifact());
    expect(hash(5)).toBe(hash(5));
    expect(hash(6)).not.toBe(hash(5));
  });

  it("tells what it is doing, and how much of it is done", () => {
    const told: [string, number][] = [];
    AgentPerformancePredictor.fit(history(specialists, 100), { onProgress: (...stage) => told.push(stage) });
    expect(told[0]).toEqual(["reading outcomes", 0]);
    expect(told.map(([stage]) => stage)).toContain("success by text");
    const shares = told.map(([, share]) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThan(1);
  });
});

describe("the artifact of a predictor that learned from texts", () => {
  const predictor = AgentPerformancePredictor.fit(history(specialists));
  const bytes = predictor.toArtifact();
  const artifact = decodeArtifact(bytes);
  const tensors = Object.fromEntries(artifact.tensors);
  const header = artifact.header as Record<string, unknown>;
  const read = (change: { header?: object; tensors?: object }) => () =>
    AgentPerformancePredictor.fromArtifact(
      encodeArtifact({
        kind: artifact.kind,
        header: { ...header, ...change.header },
        tensors: { ...tensors, ...change.tensors },
      }),
    );

  it("answers as the predictor it was made from, and holds none of the texts", () => {
    const restored = AgentPerformancePredictor.fromArtifact(bytes);
    for (const task of [LAW, ALGEBRA, { ...LAW, text: "" }]) {
      expect(restored.predict("agent 1", task)).toEqual(predictor.predict("agent 1", task));
    }
    expect(restored.parameters()).toEqual(predictor.parameters());
    expect(Buffer.from(bytes).includes("liability")).toBe(false);
  });

  it("is refused where its text source is not there, and when it answers texts otherwise than when it was written", () => {
    const source = { kind: "embedding", source: "local", model: "some-encoder", dimensions: 384 };
    expect(read({ header: { text_source: source } })).toThrow("needs texts embedded by local:some-encoder@384");
    const loadings = tensors["text.inputTokens.shared"]!;
    const moved = { ...loadings, data: (loadings.data as Float64Array).map((value) => value + 0.01) };
    expect(read({ tensors: { "text.inputTokens.shared": moved } })).toThrow("does not answer as when it was written");
  });

  it("is refused when its tensors of texts are absent or do not belong together", () => {
    const { "text.mean": mean } = tensors;
    expect(read({ tensors: { "text.mean": { shape: [1], data: mean!.data.slice(0, 1) } } })).toThrow("belong together");
    const short = { shape: [3], data: new Float64Array(3) };
    expect(read({ tensors: { "text.inputTokens.shared": short } })).toThrow("belong together");
  });

  it("is refused when it was written by another version of the model", () => {
    expect(read({ header: { model_version: 1 } })).toThrow("reads predictors of version");
  });
});
