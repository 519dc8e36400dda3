import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LlmConfig, llmConfigSchema, type ModelFacts, PROVIDERS, TIERS } from "#lib/contracts/configuration.ts";
import { hasErrors, judgeConfig, validateConfig } from "./validate.ts";

const base = (provider: LlmConfig["provider"], model: string, rest: Partial<LlmConfig> = {}): LlmConfig =>
  llmConfigSchema.parse({
    provider,
    model,
    tier: "balanced",
    temperature: null,
    maxTokens: 8000,
    timeoutMs: 60_000,
    region: provider === "bedrock" ? "us-east-1" : null,
    ...rest,
  });
const codes = (settings: LlmConfig, facts: ModelFacts | null = null) =>
  validateConfig(settings, facts).map(({ severity, path, code }) => `${severity} ${path} ${code}`);
const facts = (settings: LlmConfig, rest: Partial<ModelFacts>): ModelFacts => ({
  provider: settings.provider,
  model: settings.model,
  contextWindow: 128_000,
  maxOutputTokens: 16_000,
  price: null,
  ...rest,
});

describe("OpenAI", () => {
  test.each([
    ["gpt-4o", { temperature: 1.7, topP: 0.5, frequencyPenalty: 1, stopSequences: ["a", "b", "c", "d"] }, []],
    ["gpt-4o", { temperature: null }, ["error temperature temperature_required"]],
    ["gpt-4o", { temperature: 1, topK: 5 }, ["error topK top_k_not_accepted"]],
    ["gpt-4o", { temperature: 1, reasoningEffort: "low" }, ["error reasoningEffort effort_not_accepted"]],
    ["gpt-4o", { temperature: 1, stopSequences: ["a", "b", "c", "d", "e"] }, ["error stopSequences stop_too_many"]],
    ["gpt-3.5-turbo", { temperature: 0 }, []],
    ["o3", { reasoningEffort: "high" }, []],
    [
      "o3",
      { temperature: 0.2, topP: 0.5 },
      ["error temperature temperature_not_accepted", "error topP top_p_not_accepted"],
    ],
    ["o4-mini", { presencePenalty: 0.5 }, ["error presencePenalty penalty_not_accepted"]],
    ["gpt-5", { reasoningEffort: "minimal" }, []],
    ["gpt-5", { reasoningEffort: "none" }, ["error reasoningEffort effort_not_accepted"]],
    ["gpt-5-chat-latest", { temperature: 0.3 }, []],
    ["gpt-6-luna", { reasoningEffort: "none", temperature: 0.3 }, []],
    ["gpt-6-luna", { reasoningEffort: "low", temperature: 0.3 }, ["error temperature temperature_with_reasoning"]],
    ["gpt-6.2-sol", { reasoningEffort: "none" }, ["error reasoningEffort effort_not_accepted"]],
    ["gpt-6.2-sol", { temperature: 0.3 }, ["error temperature temperature_not_accepted"]],
    ["gpt-6.2-sol", { stopSequences: ["END"] }, ["error stopSequences stop_not_accepted"]],
    ["text-embedding-3-small", { temperature: 0 }, ["error model model_not_text"]],
    ["claude-opus-5-5", {}, ["error model model_provider_mismatch"]],
    ["my-own-model", {}, ["warning model family_unknown"]],
  ] as [string, Partial<LlmConfig>, string[]][])("%s with %o: %o", (model, rest, expected) => {
    expect(codes(base("openai", model, rest)).filter((code) => !code.includes("profile"))).toEqual(expected);
  });
});

describe("Claude", () => {
  test.each([
    ["claude-3-haiku-20240307", { temperature: 0.5, topP: 0.9, topK: 40 }, []],
    ["claude-3-haiku-20240307", { temperature: 1.1 }, ["error temperature temperature_range"]],
    [
      "claude-3-opus-20240229",
      { temperature: 1, frequencyPenalty: 1 },
      ["error frequencyPenalty penalty_not_accepted"],
    ],
    [
      "claude-3-opus-20240229",
      { temperature: 1, thinkingBudgetTokens: 2000 },
      ["error thinkingBudgetTokens thinking_not_accepted"],
    ],
    ["claude-opus-4-20250514", { temperature: 0.5, topP: 0.9 }, []],
    ["claude-opus-4-1-20250805", { temperature: 0.5, topP: 0.9 }, ["error topP temperature_and_top_p"]],
    ["claude-sonnet-4-5", { topP: 0.9 }, []],
    ["claude-haiku-4-5", { thinkingBudgetTokens: 4000, temperature: 1 }, []],
    [
      "claude-haiku-4-5",
      { thinkingBudgetTokens: 4000, temperature: 0.7 },
      ["error temperature temperature_with_thinking"],
    ],
    ["claude-haiku-4-5", { thinkingBudgetTokens: 8000 }, ["error thinkingBudgetTokens thinking_budget_range"]],
    ["claude-haiku-4-5", { thinkingBudgetTokens: 4000, topK: 10 }, ["error topK top_k_with_thinking"]],
    ["claude-haiku-4-5", { temperature: 1, reasoningEffort: "low" }, ["error reasoningEffort effort_not_accepted"]],
    ["claude-opus-4-6", { temperature: 1, reasoningEffort: "max" }, []],
    ["claude-sonnet-5-5", { reasoningEffort: "none" }, []],
    [
      "claude-sonnet-5-5",
      { temperature: 0.3, topP: 0.5, topK: 3 },
      ["error temperature temperature_not_accepted", "error topP top_p_not_accepted", "error topK top_k_not_accepted"],
    ],
    ["claude-opus-5-5", { reasoningEffort: "none" }, ["error reasoningEffort effort_not_accepted"]],
    ["claude-opus-5-5", { thinkingBudgetTokens: 4000 }, ["error thinkingBudgetTokens thinking_not_accepted"]],
    [
      "claude-opus-5-5",
      { reasoningEffort: "high", maxTokens: 2000 },
      ["warning maxTokens max_tokens_small_for_reasoning"],
    ],
    ["gpt-4", { temperature: 1 }, ["error model model_provider_mismatch"]],
  ] as [string, Partial<LlmConfig>, string[]][])("%s with %o: %o", (model, rest, expected) => {
    const found = codes(base("anthropic", model, rest)).filter((code) => !code.endsWith("family_unknown"));
    expect(found).toEqual(expected);
  });

  test("has the same rules on Bedrock, under any profile, version and date", () => {
    for (const id of [
      "global.anthropic.claude-haiku-4-5-20251001-v1:0",
      "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    ]) {
      expect(codes(base("bedrock", id, { temperature: 0.5, topP: 0.9 }))).toEqual(["error topP temperature_and_top_p"]);
    }
  });
});

describe("Bedrock", () => {
  test.each([
    ["amazon.nova-micro-v1:0", { temperature: 0.5, topK: 128 }, []],
    ["amazon.nova-micro-v1:0", { temperature: 1.5 }, ["error temperature temperature_range"]],
    ["amazon.nova-pro-v1:0", { temperature: 0, topK: 129 }, ["error topK top_k_range"]],
    ["us.amazon.nova-2-lite-v1:0", { temperature: 0.5, reasoningEffort: "medium" }, []],
    [
      "us.amazon.nova-2-lite-v1:0",
      { temperature: 0.5, reasoningEffort: "high" },
      ["error reasoningEffort effort_not_accepted"],
    ],
    [
      "amazon.titan-text-express-v1",
      { temperature: 0.5, systemPrompt: "Be kind" },
      ["error systemPrompt system_prompt_not_accepted"],
    ],
    ["amazon.titan-embed-text-v2:0", { temperature: 0.5 }, ["error model model_not_text"]],
    ["claude-opus-5-5", {}, ["error model model_provider_mismatch"]],
    ["anthropic.claude-opus-5-5", {}, ["warning model profile_missing"]],
    ["anthropic.claude-3-haiku-20240307-v1:0", { temperature: 0 }, []],
    ["amazon.nova-micro-v1:0", { temperature: 0, region: null }, ["error region region_required"]],
    ["amazon.nova-micro-v1:0", { temperature: 0, region: "Frankfurt" }, ["error region region_form"]],
    ["amazon.nova-micro-v1:0", { temperature: 0, region: "ap-northeast-1" }, []],
    ["eu.amazon.nova-micro-v1:0", { temperature: 0, region: "us-east-1" }, ["error region region_profile_mismatch"]],
    ["eu.amazon.nova-micro-v1:0", { temperature: 0, region: "eu-central-1" }, []],
    [
      "us.amazon.nova-micro-v1:0",
      { temperature: 0, region: "us-gov-west-1" },
      ["error region region_profile_mismatch"],
    ],
    ["global.anthropic.claude-opus-5-5", { region: "ap-southeast-2" }, []],
    ["meta.llama4-scout-v1:0", { temperature: 0.2 }, ["warning model family_unknown"]],
  ] as [string, Partial<LlmConfig>, string[]][])("%s with %o: %o", (model, rest, expected) => {
    expect(codes(base("bedrock", model, rest))).toEqual(expected);
  });

  test("alone has a region", () => {
    expect(codes(base("openai", "o3", { region: "us-east-1" }))).toEqual(["error region region_not_used"]);
  });
});

describe("limits and price", () => {
  const settings = base("openai", "gpt-4o", { temperature: 0 });

  test.each([
    [{ maxOutputTokens: 8000 }, "price_unknown"],
    [{ maxOutputTokens: 7999 }, "max_tokens_above_limit"],
    [{ maxOutputTokens: null }, "output_limit_unknown"],
    [{ maxOutputTokens: null, contextWindow: 8000 }, "max_tokens_above_context"],
  ] as [Partial<ModelFacts>, string][])("%o gives %s", (known, code) => {
    expect(validateConfig(settings, facts(settings, known)).map((finding) => finding.code)).toContain(code);
  });

  test("a prompt that leaves no room is refused", () => {
    const long = { ...settings, systemPrompt: "x".repeat(40_000) };
    expect(codes(long, facts(long, { contextWindow: 17_000 }))).toContain("error systemPrompt prompt_above_context");
  });

  test("a missing price is a warning: routing holds the declared ceiling or refuses", () => {
    const findings = validateConfig(settings, facts(settings, {}));
    expect(findings).toMatchObject([{ severity: "warning", code: "price_unknown" }]);
    expect(hasErrors(findings)).toBe(false);
  });
});

describe("addresses", () => {
  test.each([
    ["https://gateway.example/v1", []],
    ["http://127.0.0.1:8080/v1", []],
    ["http://gateway.example/v1", ["error baseUrl base_url_insecure"]],
    ["https://user:secret@gateway.example/v1", ["error baseUrl base_url_credentials"]],
    ["https://gateway.example/v1?key=1", ["error baseUrl base_url_form"]],
    ["ftp://gateway.example", ["error baseUrl base_url_insecure"]],
  ])("%s: %o", (baseUrl, expected) => {
    expect(codes(base("openai", "o3", { baseUrl }))).toEqual(expected);
  });
});

describe("any settings of the right shape", () => {
  const models = {
    openai: ["gpt-4o", "o3", "gpt-5", "gpt-6-luna", "gpt-6.2-sol", "anything"],
    anthropic: ["claude-3-haiku-20240307", "claude-haiku-4-5", "claude-opus-4-6", "claude-opus-5-5", "anything"],
    bedrock: ["amazon.nova-pro-v1:0", "us.amazon.nova-2-lite-v1:0", "global.anthropic.claude-sonnet-5-5", "x.y"],
  };
  const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
  const anySettings = fc.constantFrom(...PROVIDERS).chain((provider) =>
    fc.record({
      provider: fc.constant(provider),
      model: fc.constantFrom(...models[provider]),
      tier: fc.constantFrom(...TIERS),
      description: fc.string({ maxLength: 20 }),
      temperature: nullable(fc.double({ min: 0, max: 2, noNaN: true })),
      maxTokens: fc.integer({ min: 1, max: 200_000 }),
      topP: nullable(fc.double({ min: 0, max: 1, noNaN: true })),
      topK: nullable(fc.integer({ min: 1, max: 1000 })),
      frequencyPenalty: nullable(fc.double({ min: -2, max: 2, noNaN: true })),
      presencePenalty: nullable(fc.double({ min: -2, max: 2, noNaN: true })),
      reasoningEffort: nullable(fc.constantFrom("none", "minimal", "low", "medium", "high", "xhigh", "max")),
      thinkingBudgetTokens: nullable(fc.integer({ min: 1024, max: 100_000 })),
      stopSequences: fc.array(fc.constantFrom("END", " ", "stop"), { maxLength: 8 }),
      systemPrompt: fc.string({ maxLength: 50 }),
      timeoutMs: fc.integer({ min: 1, max: 3_600_000 }),
      maxRetries: fc.integer({ min: 0, max: 10 }),
      region: nullable(fc.constantFrom("us-east-1", "eu-central-1", "nowhere")),
      baseUrl: nullable(fc.constantFrom("https://a.example", "http://a.example")),
    }),
  ) as fc.Arbitrary<LlmConfig>;

  test("are judged the same twice, by sentences about fields that exist", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const findings = validateConfig(settings, null);
        expect(validateConfig(settings, null)).toEqual(findings);
        for (const { path, message, code } of findings) {
          expect(Object.keys(settings)).toContain(path);
          expect(message).toMatch(/^.{15,}\.$/s);
          expect(code).toMatch(/^[a-z_]+$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("become savable by emptying every optional field the judge complains about", () => {
    const emptied = { stopSequences: [], systemPrompt: "", temperature: null } as Partial<
      Record<keyof LlmConfig, unknown>
    >;
    fc.assert(
      fc.property(anySettings, (drawn) => {
        let settings = { ...drawn, region: drawn.provider === "bedrock" ? "us-east-1" : null } as LlmConfig;
        for (let round = 0; round < 5; round++) {
          for (const { path, code } of validateConfig(settings, null).filter(({ severity }) => severity === "error")) {
            const value = code === "temperature_required" ? 1 : (emptied[path] ?? null);
            settings = { ...settings, [path]: value };
          }
        }
        expect(validateConfig(settings, null).filter(({ severity }) => severity === "error")).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("judgeConfig", () => {
  test("names every wrong field of a wrong shape, unknown ones included", () => {
    const { settings, findings } = judgeConfig({ provider: "openai", temperature: 3, surprise: 1 }, () => null);
    expect(settings).toBeNull();
    expect(findings.map(({ path }) => path)).toEqual(expect.arrayContaining(["temperature", "model", "surprise"]));
  });

  test("names beside a wrong shape what the rules have against the other fields, and nothing that hangs on it", () => {
    const input = {
      ...base("anthropic", "claude-sonnet-5-5"),
      temperature: 0.7,
      maxTokens: 999_999_999,
      thinkingBudgetTokens: 2_000,
    };
    const known = facts(base("anthropic", "claude-sonnet-5-5"), {});
    const judged = judgeConfig(input, () => known);
    expect(judged).toMatchObject({ settings: null, facts: known });
    expect(judged.findings.filter(({ severity }) => severity === "error").map(({ path }) => path)).toEqual([
      "maxTokens",
      "temperature",
    ]);
    expect(judgeConfig({ ...input, model: "" }, () => known)).toMatchObject({
      facts: null,
      findings: [{ path: "model" }, { path: "maxTokens" }],
    });
    expect(judgeConfig("no settings", () => known)).toMatchObject({ settings: null, facts: null });
  });

  test("fills defaults and asks for the facts of that very model", () => {
    const asked: string[] = [];
    const input = { provider: "openai", model: "o3", tier: "fast", temperature: null, maxTokens: 10, timeoutMs: 5000 };
    const judged = judgeConfig(input, (provider, model) => {
      asked.push(`${provider}/${model}`);
      return null;
    });
    expect(asked).toEqual(["openai/o3"]);
    expect(judged).toMatchObject({ settings: { maxRetries: 2, stopSequences: [] }, findings: [] });
  });
});
