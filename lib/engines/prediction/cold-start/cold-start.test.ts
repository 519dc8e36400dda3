import { describe, expect, it } from "vitest";
import type { Tier } from "#lib/contracts/configuration.ts";
import type { AgentTraits, Observation } from "#lib/contracts/prediction.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { seededRandom } from "#lib/core/random.ts";
import { decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { AgentPerformancePredictor } from "../performance-predictor.ts";
import { expectedLogits } from "./trait-lesson.ts";

interface Member extends AgentTraits {
  rate: number;
  outcomes?: number;
}

const priced = (priceUsd: number | null, rate: number, tier: Tier | null = null): Member => ({ priceUsd, rate, tier });

/** A fleet's history: every member succeeds with its rate. */
function fleet(members: readonly Member[], seed = 5) {
  const random = seededRandom(seed);
  const rows = members.flatMap(({ rate, outcomes = 80 }, agent) =>
    Array.from({ length: outcomes }, (): Observation => {
      const score = random() < rate ? 1 : 0;
      return {
        ...{ agentName: `agent ${agent}`, taskType: "code", source: null, text: "", score, atMs: null },
        ...{ costNanoUsd: null, latencyMs: null, inputTokens: null, outputTokens: null },
      };
    }),
  );
  const traits = new Map(members.map(({ priceUsd, tier }, agent) => [`agent ${agent}`, { priceUsd, tier }]));
  return { rows, traits, predictor: AgentPerformancePredictor.fit(rows, { traits }) };
}

const logits = ({ lesson }: AgentPerformancePredictor, traits: Partial<AgentTraits>) =>
  lesson ? expectedLogits(lesson, { priceUsd: null, tier: null, ...traits }) : 0;

const DEARER_IS_BETTER = [0.2, 0.5, 1, 2, 4, 8, 16, 32].map((price, i) => priced(price, 0.35 + 0.07 * i));

describe("an agent nobody has tried", () => {
  it("is expected better at the price of good agents than at that of bad ones, where price tells", () => {
    const { predictor } = fleet(DEARER_IS_BETTER);
    expect(predictor.lesson?.agents).toBe(8);
    expect(logits(predictor, { priceUsd: 16 })).toBeGreaterThan(0.3);
    expect(logits(predictor, { priceUsd: 0.5 })).toBeLessThan(-0.3);
    const cheapIsBetter = fleet(DEARER_IS_BETTER.map((member) => ({ ...member, rate: 1.1 - member.rate })));
    expect(logits(cheapIsBetter.predictor, { priceUsd: 16 })).toBeLessThan(-0.3);
  });

  it("is expected no better and no worse for a price nobody has published", () => {
    const { predictor } = fleet(DEARER_IS_BETTER);
    expect(logits(predictor, { priceUsd: null })).toBe(0);
  });

  it("is not promised more than the dearest agent has shown", () => {
    const { predictor } = fleet(DEARER_IS_BETTER);
    expect(logits(predictor, { priceUsd: 10_000 })).toBe(logits(predictor, { priceUsd: 32 }));
  });

  it("is expected by its tier where that tells", () => {
    const tiers = ["fast", "balanced", "quality"] as const;
    const members = Array.from({ length: 9 }, (_, i) => priced(null, 0.4 + 0.2 * (i % 3), tiers[i % 3]));
    const { predictor } = fleet(members);
    expect(predictor.lesson).toMatchObject({ agents: 9, price: null });
    expect(logits(predictor, { tier: "quality" })).toBeGreaterThan(logits(predictor, { tier: "fast" }) + 0.5);
    expect(logits(predictor, { tier: null })).toBe(0);
  });
});

describe("nothing is learned from price", () => {
  it("where it does not tell", () => {
    const rates = [0.5, 0.8, 0.6, 0.7, 0.8, 0.5, 0.7, 0.6];
    expect(fleet(DEARER_IS_BETTER.map((member, i) => ({ ...member, rate: rates[i]! }))).predictor.lesson).toBeNull();
  });

  it("by fewer than three agents whose price is known", () => {
    const members = [priced(0.1, 0.2), priced(50, 0.9), priced(null, 0.5), priced(null, 0.6)];
    expect(fleet(members).predictor.lesson).toBeNull();
  });

  it("from agents with a handful of outcomes", () => {
    expect(fleet(DEARER_IS_BETTER.map((member) => ({ ...member, outcomes: 5 }))).predictor.lesson).toBeNull();
  });

  it("where none is known: the predictor is the same, byte for byte", () => {
    const unpriced = fleet(DEARER_IS_BETTER.map((member) => ({ ...member, priceUsd: null })));
    const plain = AgentPerformancePredictor.fit(unpriced.rows);
    expect(sha256Hex(unpriced.predictor.toArtifact())).toBe(sha256Hex(plain.toArtifact()));
  });
});

it("what others teach counts for an agent with few outcomes, and hardly for one with many", () => {
  const task = { type: "code", source: null, text: "" };
  const believed = (outcomes: number, priceUsd: number | null) =>
    fleet([...DEARER_IS_BETTER, { ...priced(priceUsd, 0), outcomes }]).predictor.predict("agent 8", task).success
      .probability;
  expect(believed(3, 32)).toBeGreaterThan(believed(3, null) + 0.05);
  expect(believed(300, 32)).toBeLessThan(believed(300, null) + 0.01);
});

describe("an artifact with a lesson", () => {
  const { rows, traits, predictor } = fleet(DEARER_IS_BETTER);
  const bytes = predictor.toArtifact();
  const withLesson = (lesson: unknown) => {
    const { kind, header, tensors } = decodeArtifact(bytes);
    return encodeArtifact({ kind, header: { ...(header as object), lesson }, tensors: Object.fromEntries(tensors) });
  };

  it("is the same for the same outcomes, traits and seed, and gives the lesson back", () => {
    expect(sha256Hex(AgentPerformancePredictor.fit(rows, { traits }).toArtifact())).toBe(sha256Hex(bytes));
    expect(AgentPerformancePredictor.fromArtifact(bytes).lesson).toEqual(predictor.lesson);
    const older = AgentPerformancePredictor.fit(rows);
    expect(AgentPerformancePredictor.fromArtifact(older.toArtifact()).lesson).toBeNull();
  });

  it.each([
    ["a slope beyond certainty", { logitsPerSd: 1e9 }],
    ["no spread", { sdLog: 0 }],
    ["a price that is not a number", { lowUsd: null }],
    ["its range upside down", { lowUsd: 64 }],
    ["more than it should hold", { more: 1 }],
  ])("is refused with %s", (_, change) => {
    const { lesson } = predictor;
    const bad = withLesson({ ...lesson, price: { ...lesson?.price, ...change } });
    expect(() => AgentPerformancePredictor.fromArtifact(bad)).toThrow(/its model header is wrong at lesson/);
  });

  it("is refused with a tier there is none of", () => {
    const bad = withLesson({ ...predictor.lesson, tiers: { best: 1 } });
    expect(() => AgentPerformancePredictor.fromArtifact(bad)).toThrow(/its model header is wrong at lesson/);
    const reached = withLesson({ ...predictor.lesson, tiers: JSON.parse('{"__proto__":{"fast":1}}') });
    expect(() => AgentPerformancePredictor.fromArtifact(reached)).toThrow(/__proto__/);
  });
});
