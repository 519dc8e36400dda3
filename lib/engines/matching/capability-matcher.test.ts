import fc from "fast-check";
import { describe, expect, it } from "vitest";
import taxonomyJson from "#configs/capabilities.json" with { type: "json" };
import { capabilityTaxonomySchema } from "#lib/contracts/capability.ts";
import { CapabilityMatcher } from "./capability-matcher.ts";

const taxonomy = capabilityTaxonomySchema.parse(taxonomyJson);
const matcher = new CapabilityMatcher(taxonomy);
const names = taxonomy.capabilities.map(({ name }) => name);
const anyName = fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,20}$/));

describe("CapabilityMatcher", () => {
  it("takes the same name, a synonym and another spelling for the same capability", () => {
    expect(matcher.matchName("web_search", "web_search")).toBe(1);
    expect(matcher.matchName("sql", "postgresql")).toBe(1);
    expect(matcher.matchName("web_search", "web-search")).toBe(1);
    expect(matcher.matchName("web_search", "websearch")).toBe(1);
    expect(matcher.matchKind("sql", "postgresql")).toBe("exact");
  });

  it("counts a special skill for the general one, and the general one as a hint only", () => {
    expect(matcher.matchName("programming", "python")).toBeCloseTo(0.9);
    expect(matcher.matchName("python", "programming")).toBeLessThan(0.6);
    expect(matcher.matchKind("programming", "python")).toBe("related");
  });

  it("follows relations in both directions", () => {
    expect(matcher.matchName("translation", "multilingual")).toBeCloseTo(0.8);
    expect(matcher.matchName("multilingual", "translation")).toBeCloseTo(0.8);
  });

  it("falls back on resemblance where the taxonomy does not know a name, below a synonym", () => {
    expect(matcher.matchName("python_scripting", "python")).toBeGreaterThanOrEqual(0.6);
    expect(matcher.matchName("python_scripting", "python")).toBeLessThanOrEqual(0.85);
    expect(matcher.matchKind("python_scripting", "python")).toBe("similar");
  });

  it("does not take a shared word for a shared skill", () => {
    expect(matcher.matchName("data_entry", "data_analysis")).toBe(0);
    expect(matcher.matchName("web_design", "web_search")).toBe(0);
    expect(matcher.matchKind("data_entry", "data_analysis")).toBe("none");
  });

  it("answers within 0-1, fully for the same name, and the same however often it is asked", () => {
    fc.assert(
      fc.property(anyName, anyName, (required, declared) => {
        const match = matcher.matchName(required, declared);
        expect(match).toBeGreaterThanOrEqual(0);
        expect(match).toBeLessThanOrEqual(1);
        expect(matcher.matchName(required, required)).toBe(1);
        expect(matcher.matchName(required, declared)).toBe(match);
        expect(new CapabilityMatcher(taxonomy).matchName(required, declared)).toBe(match);
      }),
      { numRuns: 30 },
    );
  });

  it("ranks what a text asks for, best first", () => {
    const found = matcher.inferCapabilities("Review this pull request for security problems");
    expect(found.map(({ name }) => name)).toEqual(["code_review", "security_review"]);
    const similarities = found.map(({ similarity }) => similarity);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
  });
});

describe("the taxonomy file", () => {
  it("refuses a capability that refers to nothing, shares a name or is its own ancestor", () => {
    const entry = (name: string, parents: string[]) => ({ name, domain: "d", description: "d", parents });
    const check = (...capabilities: unknown[]) =>
      capabilityTaxonomySchema.safeParse({ version: "1", capabilities }).success;
    expect(check(entry("a", []), entry("b", ["a"]))).toBe(true);
    expect(check(entry("a", ["ghost"]))).toBe(false);
    expect(check(entry("a", []), entry("a", []))).toBe(false);
    expect(check(entry("a", ["b"]), entry("b", ["a"]))).toBe(false);
  });
});
