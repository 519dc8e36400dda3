import { describe, expect, it } from "vitest";
import { type Artifact, decodeArtifact, encodeArtifact } from "../../registry/artifact.ts";
import { type KnownCapability, LearnedCapabilityMatcher, type MatcherExample } from "./learned-capability-matcher.ts";
import { bestGuess, matchingFigures } from "./matching-figures.ts";

const CAPABILITIES: readonly KnownCapability[] = [
  { name: "translation", description: "", domain: "language" },
  { name: "summarization", description: "", domain: "language" },
  { name: "code_review", description: "", domain: "code" },
  { name: "data_analysis", description: "", domain: "data" },
];

const PHRASES: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  translation: [
    ["how do I say", "put into other words for a reader in", "give me the wording used in"],
    ["Paris", "Rome", "Berlin", "Tokyo"],
  ],
  summarization: [
    ["boil down", "give me the gist of", "shorten"],
    ["this meeting", "the memo", "the chapter", "this thread"],
  ],
  code_review: [
    ["is there a bug in", "look over", "what is wrong with"],
    ["my pull request", "this function", "the patch", "that class"],
  ],
  data_analysis: [
    ["which region sold most in", "plot the trend of", "find outliers in"],
    ["the spreadsheet", "last year's sales", "these rows", "the survey"],
  ],
};

function examples(from: number, to: number): MatcherExample[] {
  return Object.entries(PHRASES).flatMap(([capability, [beginnings, ends]]) =>
    beginnings.flatMap((beginning) => ends.map((end) => ({ text: `${beginning} ${end}`, capability }))).slice(from, to),
  );
}

const STRANGERS: MatcherExample[] = [
  "sing a lullaby for the cat",
  "order two pizzas with olives",
  "is it going to rain tomorrow",
  "wake me at seven",
  "who won the match",
  "turn the lights off",
].map((text) => ({ text, capability: null }));

const trained = (known = examples(0, 12), seed = 1) =>
  LearnedCapabilityMatcher.fit([...known, ...STRANGERS], CAPABILITIES, { seed });

const right = (matcher: LearnedCapabilityMatcher, asked: readonly MatcherExample[]) =>
  asked.filter(({ text, capability }) => matcher.match(text).capabilities[0]?.name === capability).length /
  asked.length;

describe("texts that ask for two capabilities", () => {
  // Whoever asks to look over code asks to analyse it, too.
  const both = examples(0, 12).flatMap((example) =>
    example.capability === "code_review" ? [example, { ...example, capability: "data_analysis" }] : [example],
  );
  const matcher = trained(both);
  const { crossFitted } = matcher;
  const asksTwo = crossFitted.filter(({ asked }) => asked.length === 2);

  it("are read as one text, by a fold that knew neither", () => {
    expect(crossFitted).toHaveLength(new Set([...both, ...STRANGERS].map(({ text }) => text)).size);
    expect(asksTwo).toHaveLength(12);
    const found = asksTwo.filter(({ asked, reading }) => asked.includes(reading.capabilities[0]?.name ?? ""));
    expect(found.length).toBeGreaterThan(9);
  });

  it("are right where either is found, and either is half of what they ask for", () => {
    const { accuracy, ece } = matchingFigures(crossFitted, CAPABILITIES);
    expect(accuracy?.value).toBeGreaterThan(0.75);
    const [named] = asksTwo;
    const reading = { ...named!.reading, capabilities: [{ name: "code_review", probability: 0.5 }] };
    expect(bestGuess({ asked: named!.asked, reading })).toEqual({ probability: 0.5, right: true, share: 0.5 });
    expect(ece?.n).toBe(crossFitted.filter(({ asked }) => asked.length > 0).length);
    expect(matcher.likely("look over that pull request").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["code_review", "data_analysis"]),
    );
  });
});

describe("a learned capability matcher", () => {
  it("answers by names and descriptions alone where there are no examples", () => {
    const matcher = LearnedCapabilityMatcher.fit([], CAPABILITIES, { seed: 1 });
    expect(matcher.likely("a translation of this contract")[0]?.name).toBe("translation");
    expect(matcher.likely("sing a lullaby")).toEqual([]);
    expect(matcher.parameters().learner).toBe("names and descriptions");
  });

  it("learns from a handful of examples what names cannot tell", () => {
    const unseen = examples(8, 12);
    const byNames = LearnedCapabilityMatcher.fit([], CAPABILITIES, { seed: 1 });
    expect(right(byNames, unseen)).toBeLessThan(0.5);
    expect(right(trained(examples(0, 8)), unseen)).toBeGreaterThan(0.7);
  });

  it("gives probabilities that sum to one, the best first", () => {
    const { capabilities } = trained().match("boil down the survey");
    expect(capabilities.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    expect(capabilities.map(({ probability }) => probability)).toEqual(
      capabilities.map(({ probability }) => probability).sort((a, b) => b - a),
    );
  });

  it("finds texts that ask for nothing it knows less in scope than its own", () => {
    const matcher = trained();
    const own = matcher.match("shorten the memo").scopeScore;
    expect(matcher.match("zzz qqq xxx").scopeScore).toBeLessThan(own);
    expect(matcher.match("is it going to rain at seven").inScope).toBe(false);
    expect(matcher.match("is it going to rain at seven").scopeScore).toBeLessThan(own);
  });

  it("knows capabilities that only examples name", () => {
    const matcher = LearnedCapabilityMatcher.fit(examples(0, 12), [], { seed: 1 });
    expect(matcher.capabilities.map(({ name }) => name)).toEqual([
      "code_review",
      "data_analysis",
      "summarization",
      "translation",
    ]);
  });

  it("gives the same bytes for the same examples and seed", () => {
    expect(trained().toArtifact()).toEqual(trained().toArtifact());
  });

  it("reports rising progress to its end", () => {
    const shares: number[] = [];
    LearnedCapabilityMatcher.fit(examples(0, 12), CAPABILITIES, {
      seed: 1,
      onProgress: ({ share }) => shares.push(share),
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe("the artifact of a capability matcher", () => {
  const artifact = trained().toArtifact();
  const changed = (change: (artifact: Artifact) => { header?: unknown; tensors?: Record<string, unknown> }) => {
    const read = decodeArtifact(artifact);
    const tensors = Object.fromEntries(read.tensors);
    const { header = read.header, tensors: others = {} } = change(read);
    return encodeArtifact({ kind: read.kind, header, tensors: { ...tensors, ...others } as never });
  };

  it("reads as it was written", () => {
    const written = trained();
    const read = LearnedCapabilityMatcher.fromArtifact(artifact);
    for (const { text } of [...examples(0, 12), ...STRANGERS]) {
      expect(read.match(text).capabilities[0]?.name).toBe(written.match(text).capabilities[0]?.name);
      expect(read.match(text).inScope).toBe(written.match(text).inScope);
    }
    expect(read.toArtifact()).toEqual(artifact);
  });

  it("is read too where names answer alone", () => {
    const names = LearnedCapabilityMatcher.fit([], CAPABILITIES, { seed: 1 });
    const read = LearnedCapabilityMatcher.fromArtifact(names.toArtifact());
    expect(read.match("code review")).toEqual(names.match("code review"));
  });

  it("is refused when it answers otherwise than when it was written", () => {
    const bytes = changed(({ tensors }) => {
      const steps = tensors.get("scorer.steps");
      return {
        tensors: { "scorer.steps": { shape: steps?.shape, data: Float32Array.from(steps?.data ?? []).map((s) => -s) } },
      };
    });
    expect(() => LearnedCapabilityMatcher.fromArtifact(bytes)).toThrow("as when it was written");
  });

  it("is refused with another version, another number of capabilities, or a tensor too few", () => {
    const refused = (header: Record<string, unknown>) => () =>
      LearnedCapabilityMatcher.fromArtifact(
        changed((read) => ({ header: { ...(read.header as Record<string, unknown>), ...header } })),
      );
    expect(refused({ model_version: 2 })).toThrow("reads capability matchers of version 1");
    expect(refused({ capabilities: [] })).toThrow("another number of capabilities");
    expect(refused({ extra: 1 })).toThrow("its model header is wrong");
    const { kind, header } = decodeArtifact(artifact);
    expect(() => LearnedCapabilityMatcher.fromArtifact(encodeArtifact({ kind, header, tensors: {} }))).toThrow(
      "are absent",
    );
    expect(() =>
      LearnedCapabilityMatcher.fromArtifact(encodeArtifact({ kind: "behavior", header, tensors: {} })),
    ).toThrow("it is a behavior");
  });
});
