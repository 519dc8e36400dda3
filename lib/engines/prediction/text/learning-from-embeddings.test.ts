import { describe, expect, it, vi } from "vitest";
import type { Observation } from "#lib/contracts/prediction.ts";
import type { EmbeddedTexts, EmbeddingModel } from "#lib/contracts/text-source.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { normal, seededRandom, seedOf } from "#lib/core/random.ts";
import { decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { AgentPerformancePredictor } from "../performance-predictor.ts";

const ENCODER: EmbeddingModel = { source: "openai", model: "text-embedding-3-small", dimensions: 16 };

/** Texts of two subjects without a word in common: "a12" and "b12" are told apart by their vectors alone. */
const subjectOf = (text: string) => (seedOf(`subject ${text}`) % 2 === 0 ? 0 : 1);

function vectorOf(text: string): Float32Array | null {
  if (text === "" || text.startsWith("unknown")) return null;
  const random = seededRandom(seedOf(text));
  const values = Float32Array.from({ length: ENCODER.dimensions }, (_, i) =>
    i === subjectOf(text) ? 3 + normal(random) : normal(random),
  );
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

const embedded: EmbeddedTexts = { embedding: ENCODER, vectorOf };

function history(): Observation[] {
  const random = seededRandom(4);
  return Array.from({ length: 500 }, (_, i) => {
    const text = `${i % 10 === 9 ? "unknown" : "task"} ${i}`;
    return [0, 1].map((agent) => ({
      ...{ agentName: `agent ${agent}`, taskType: "work", source: null, text, atMs: null },
      score: random() < (subjectOf(text) === agent ? 0.9 : 0.3) ? 1 : 0,
      ...{ costNanoUsd: null, latencyMs: 1000, inputTokens: null, outputTokens: null },
    }));
  }).flat();
}

/** Two fresh texts, one a subject. */
const [FIRST, SECOND] = [0, 1].map((subject) => {
  const text = Array.from({ length: 50 }, (_, i) => `fresh ${i}`).find((one) => subjectOf(one) === subject);
  return { type: "work", source: null, text: text ?? "" };
}) as [Task, Task];
type Task = { type: string; source: null; text: string };

vi.setConfig({ testTimeout: 30_000 });

describe("a predictor that learns from embedded texts", () => {
  const predictor = AgentPerformancePredictor.fit(history(), { embedded });
  const success = (name: string, task: Task) => predictor.predict(name, task).success.probability;

  it("finds out which agent is better where words have nothing in common", () => {
    expect(success("agent 0", FIRST)).toBeGreaterThan(success("agent 1", FIRST) + 0.25);
    expect(success("agent 1", SECOND)).toBeGreaterThan(success("agent 0", SECOND) + 0.25);
    const byWords = AgentPerformancePredictor.fit(history());
    const lead = (task: Task) =>
      byWords.predict("agent 0", task).success.probability - byWords.predict("agent 1", task).success.probability;
    expect(Math.abs(lead(FIRST) - lead(SECOND))).toBeLessThan(0.2);
  });

  it("takes a text without a vector for absent, until the vector is there", () => {
    let there = false;
    const late = { embedding: ENCODER, vectorOf: (text: string) => (there ? vectorOf(text) : null) };
    const restored = AgentPerformancePredictor.fromArtifact(predictor.toArtifact(), late);
    expect(restored.predict("agent 0", FIRST)).toEqual(predictor.predict("agent 0", { ...FIRST, text: "" }));
    const names = ["agent 0", "agent 1"];
    const before = restored.predictColumns(names, FIRST).successProbability[0];
    there = true;
    expect(restored.predict("agent 0", FIRST)).toEqual(predictor.predict("agent 0", FIRST));
    expect(restored.predictColumns(names, FIRST).successProbability[0]).not.toBe(before);
  });

  it("says what must embed texts, and gives the same bytes for the same data and seed", () => {
    expect(predictor.embedding).toEqual(ENCODER);
    expect(predictor.parameters().textSource).toEqual({ kind: "embedding", ...ENCODER });
    const again = AgentPerformancePredictor.fit(history(), { embedded });
    expect(sha256Hex(again.toArtifact())).toBe(sha256Hex(predictor.toArtifact()));
  });
});

describe("the artifact of a predictor that learned from embedded texts", () => {
  const predictor = AgentPerformancePredictor.fit(history(), { embedded });
  const bytes = predictor.toArtifact();

  it("answers as the predictor it was made from, without its encoder being asked while it is opened", () => {
    const asked = vi.fn(vectorOf);
    const restored = AgentPerformancePredictor.fromArtifact(bytes, { embedding: ENCODER, vectorOf: asked });
    expect(asked).not.toHaveBeenCalled();
    for (const task of [FIRST, SECOND, { ...FIRST, text: "" }]) {
      expect(restored.predict("agent 1", task)).toEqual(predictor.predict("agent 1", task));
    }
    expect(restored.parameters()).toEqual(predictor.parameters());
  });

  it.each([
    ["without any encoder", null, "this process embeds none"],
    ["with another model", { ...ENCODER, model: "other" }, "this process embeds them by openai:other@16"],
    [
      "with other dimensions",
      { ...ENCODER, dimensions: 8 },
      "this process embeds them by openai:text-embedding-3-small@8",
    ],
  ])("is refused %s, before its tensors are read", (_, embedding, reason) => {
    const other = embedding && { embedding, vectorOf };
    // Were they read, this would be the reason.
    const { kind, header } = decodeArtifact(bytes);
    const gutted = encodeArtifact({ kind, header, tensors: {} });
    for (const artifact of [bytes, gutted]) {
      expect(() => AgentPerformancePredictor.fromArtifact(artifact, other)).toThrow(reason);
    }
  });

  it("is refused when it answers texts otherwise than when it was written", () => {
    const { kind, header, tensors } = decodeArtifact(bytes);
    const mean = tensors.get("text.mean")!;
    const moved = { ...mean, data: (mean.data as Float64Array).map((value) => value + 0.1) };
    const altered = encodeArtifact({ kind, header, tensors: { ...Object.fromEntries(tensors), "text.mean": moved } });
    expect(() => AgentPerformancePredictor.fromArtifact(altered, embedded)).toThrow("as when it was written");
  });
});
