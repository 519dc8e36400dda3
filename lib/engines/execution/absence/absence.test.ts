import { describe, expect, it } from "vitest";
import policyJson from "#configs/routing-policy.json" with { type: "json" };
import { llmConfigSchema } from "#lib/contracts/configuration.ts";
import { routingPolicySchema } from "#lib/contracts/routing.ts";
import { capabilityLosses } from "./capability-losses.ts";
import { chainWithout, type PassedOver } from "./chain-without.ts";

const shipped = routingPolicySchema.parse(policyJson).execution;
const execution = { fallbacks: { ...shipped.fallbacks, configurations: {}, tiers: {}, computed: 2 } };
const link = (ref: string, tier: "fast" | "quality" = "quality") => ({
  ...{ ref, tier, provider: ref.split("/")[0] as "openai" | "anthropic" | "bedrock" },
});
const asked = link("anthropic/critic");
const known = [asked, link("openai/critic"), link("bedrock/critic"), link("openai/fast", "fast")];

describe("a chain without its first link", () => {
  const without = (states: Record<string, PassedOver>) =>
    chainWithout(asked, known, execution, ({ ref }) => states[ref] ?? "ready");

  it("goes to the next that is well", () => {
    expect(without({}).takeover?.ref).toBe("openai/critic");
    expect(without({ "openai/critic": "no_key" })).toMatchObject({
      takeover: { ref: "bedrock/critic" },
      passedOver: [{ link: { ref: "openai/critic" }, why: "no_key" }],
    });
  });

  it("tries one that is cooling down when nothing else is left, and says so", () => {
    const left = without({ "openai/critic": "cooling", "bedrock/critic": "gone" });
    expect(left).toMatchObject({ takeover: { ref: "openai/critic" }, leastBad: true });
  });

  it("ends where nobody else answers", () => {
    expect(without({ "openai/critic": "no_key", "bedrock/critic": "gone" }).takeover).toBeNull();
    expect(chainWithout(asked, known, { fallbacks: { ...execution.fallbacks, computed: 0 } }, () => "ready")).toEqual({
      ...{ takeover: null, leastBad: false, passedOver: [] },
    });
  });
});

describe("what calls lose", () => {
  const side = (provider: string, model: string, contextWindow: number | null, maxTokens = 4000) => {
    const settings = llmConfigSchema.parse({
      ...{ provider, model, maxTokens, tier: "fast", temperature: 1, timeoutMs: 1000 },
    });
    return {
      settings,
      facts: { provider: settings.provider, model, contextWindow, maxOutputTokens: null, price: null },
    };
  };
  const claude = side("anthropic", "claude-sonnet-5-5", 1_000_000);

  it("is context, images, tools and output that the next one has less of", () => {
    const titan = side("bedrock", "amazon.titan-text-express-v1", 8000, 1000);
    const losses = capabilityLosses(claude, titan);
    expect(losses.map(({ what }) => what)).toEqual([
      ...["context", "output", "tools", "images", "reasoning", "system_prompt"],
    ]);
    expect(losses[0]?.sentence).toBe("reads 8,000 instead of 1,000,000 tokens");
    expect(
      capabilityLosses(claude, side("bedrock", "us.amazon.nova-micro-v1:0", 1_000_000)).map(({ what }) => what),
    ).toEqual([...["images", "reasoning"]]);
  });

  it("is nothing between models alike, and unknown is said", () => {
    expect(capabilityLosses(claude, side("openai", "gpt-6.2-sol", 950_000))).toEqual([]);
    const losses = capabilityLosses(claude, side("openai", "own-model", null));
    expect(losses.map(({ sentence }) => sentence)).toContain("is not known to read images");
  });
});
