import fc from "fast-check";
import { type LlmConfig, llmConfigSchema, PROVIDERS, type Provider } from "#lib/contracts/configuration.ts";

/** Settings that break one rule of one provider. */
export interface BrokenConfiguration {
  rule: string;
  provider: Provider;
  /** The field that must be named. */
  path: string;
  settings: Record<string, unknown>;
}

type Break = readonly [path: keyof LlmConfig, model: string, patch: Partial<LlmConfig>];
/** A sentence where no model of the provider could break the rule. */
type Breaks = Record<Provider, Break | string>;

const base = (provider: Provider, model: string): LlmConfig =>
  llmConfigSchema.parse({
    provider,
    model,
    tier: "balanced",
    temperature: null,
    maxTokens: 2000,
    timeoutMs: 60_000,
    region: provider === "bedrock" ? "us-east-1" : null,
  });

const GPT4O = "gpt-4o";
const O3 = "o3";
const LUNA = "gpt-6-luna";
const SONNET = "claude-sonnet-5-5";
const HAIKU = "claude-haiku-4-5";
const HAIKU3 = "claude-3-haiku-20240307";
const OPUS41 = "claude-opus-4-1-20250805";
const ON_BEDROCK = (model: string) => `us.anthropic.${model}`;
const NOVA = "us.amazon.nova-pro-v1:0";
const TITAN = "amazon.titan-text-express-v1";
const NO_BUDGET = "no model of it takes a thinking budget";
const ROOMY = "every model of it has more room than a configuration can fill";

/** The same break on Anthropic's own API and on Bedrock. */
const claude = (path: keyof LlmConfig, model: string, patch: Partial<LlmConfig>) => ({
  anthropic: [path, model, patch] as const,
  bedrock: [path, ON_BEDROCK(model), patch] as const,
});
const everywhere = (path: keyof LlmConfig, patch: Partial<LlmConfig>): Breaks => ({
  openai: [path, O3, patch],
  ...claude(path, SONNET, patch),
});

/** Every rule that forbids saving, by its code, broken once for each provider. */
export const RULE_BREAKS: Record<string, Breaks> = {
  model_form: { openai: ["model", "gpt 4o", {}], ...claude("model", "claude haiku", {}) },
  model_not_text: {
    openai: ["model", "text-embedding-3-small", { temperature: 0 }],
    anthropic: "all its models write text",
    bedrock: ["model", "amazon.titan-embed-text-v2:0", {}],
  },
  model_provider_mismatch: {
    openai: ["model", SONNET, {}],
    anthropic: ["model", GPT4O, {}],
    bedrock: ["model", SONNET, {}],
  },
  temperature_required: { openai: ["temperature", GPT4O, {}], ...claude("temperature", HAIKU, {}) },
  temperature_not_accepted: {
    openai: ["temperature", O3, { temperature: 0.2 }],
    ...claude("temperature", SONNET, { temperature: 0.2 }),
  },
  temperature_range: {
    openai: "its models accept all that the form does",
    anthropic: ["temperature", HAIKU, { temperature: 1.5 }],
    bedrock: ["temperature", NOVA, { temperature: 1.5 }],
  },
  temperature_with_reasoning: {
    openai: ["temperature", LUNA, { temperature: 0.3, reasoningEffort: "low" }],
    anthropic: "none of its models couples them",
    bedrock: "none of its models couples them",
  },
  temperature_with_thinking: {
    openai: NO_BUDGET,
    ...claude("temperature", HAIKU, { temperature: 0.3, thinkingBudgetTokens: 1500 }),
  },
  top_p_not_accepted: { openai: ["topP", O3, { topP: 0.5 }], ...claude("topP", SONNET, { topP: 0.5 }) },
  top_p_with_reasoning: {
    openai: ["topP", LUNA, { topP: 0.5, reasoningEffort: "low" }],
    anthropic: "none of its models couples them",
    bedrock: "none of its models couples them",
  },
  top_p_with_thinking: { openai: NO_BUDGET, ...claude("topP", HAIKU, { topP: 0.5, thinkingBudgetTokens: 1500 }) },
  temperature_and_top_p: {
    openai: "its models take both",
    ...claude("topP", OPUS41, { temperature: 0.5, topP: 0.5 }),
  },
  top_k_not_accepted: {
    openai: ["topK", GPT4O, { temperature: 1, topK: 5 }],
    anthropic: ["topK", SONNET, { topK: 5 }],
    bedrock: ["topK", TITAN, { temperature: 1, topK: 5 }],
  },
  top_k_with_thinking: { openai: NO_BUDGET, ...claude("topK", HAIKU, { topK: 5, thinkingBudgetTokens: 1500 }) },
  top_k_range: {
    openai: "its models have no top-k",
    anthropic: ["topK", HAIKU3, { temperature: 1, topK: 501 }],
    bedrock: ["topK", NOVA, { temperature: 1, topK: 129 }],
  },
  penalty_not_accepted: {
    openai: ["presencePenalty", O3, { presencePenalty: 0.5 }],
    anthropic: ["frequencyPenalty", SONNET, { frequencyPenalty: 0.5 }],
    bedrock: ["presencePenalty", NOVA, { temperature: 1, presencePenalty: 0.5 }],
  },
  stop_not_accepted: {
    openai: ["stopSequences", O3, { stopSequences: ["END"] }],
    anthropic: "its models take stop sequences",
    bedrock: "its models take stop sequences",
  },
  stop_too_many: {
    openai: ["stopSequences", GPT4O, { temperature: 1, stopSequences: ["a", "b", "c", "d", "e"] }],
    anthropic: "its models take as many as the form",
    bedrock: ["stopSequences", NOVA, { temperature: 1, stopSequences: ["a", "b", "c", "d", "e"] }],
  },
  stop_blank: {
    openai: ["stopSequences", GPT4O, { temperature: 1, stopSequences: [" "] }],
    ...claude("stopSequences", SONNET, { stopSequences: ["\n"] }),
  },
  effort_not_accepted: {
    openai: ["reasoningEffort", GPT4O, { temperature: 1, reasoningEffort: "low" }],
    anthropic: ["reasoningEffort", SONNET, { reasoningEffort: "minimal" }],
    bedrock: ["reasoningEffort", NOVA, { temperature: 1, reasoningEffort: "high" }],
  },
  thinking_not_accepted: everywhere("thinkingBudgetTokens", { thinkingBudgetTokens: 1500 }),
  thinking_budget_range: {
    openai: NO_BUDGET,
    ...claude("thinkingBudgetTokens", HAIKU, { thinkingBudgetTokens: 2000 }),
  },
  max_tokens_above_limit: everywhere("maxTokens", { maxTokens: 900_000 }),
  max_tokens_above_context: {
    openai: ["maxTokens", "gpt-4", { temperature: 1, maxTokens: 8192 }],
    anthropic: ROOMY,
    bedrock: ["maxTokens", TITAN, { temperature: 1, maxTokens: 8192 }],
  },
  system_prompt_not_accepted: {
    openai: "its models take one",
    anthropic: "its models take one",
    bedrock: ["systemPrompt", TITAN, { temperature: 1, systemPrompt: "Be brief." }],
  },
  prompt_above_context: {
    openai: ["systemPrompt", "gpt-3.5-turbo", { temperature: 1, maxTokens: 4096, systemPrompt: "x".repeat(49_500) }],
    anthropic: ROOMY,
    bedrock: ROOMY,
  },
  region_not_used: {
    openai: ["region", O3, { region: "us-east-1" }],
    anthropic: ["region", SONNET, { region: "us-east-1" }],
    bedrock: "it needs one",
  },
  region_required: {
    openai: "it has none",
    anthropic: "it has none",
    bedrock: ["region", NOVA, { temperature: 1, region: null }],
  },
  region_form: {
    openai: "it has none",
    anthropic: "it has none",
    bedrock: ["region", NOVA, { temperature: 1, region: "frankfurt" }],
  },
  region_profile_mismatch: {
    openai: "it has none",
    anthropic: "it has none",
    bedrock: ["region", NOVA, { temperature: 1, region: "eu-central-1" }],
  },
  base_url_form: everywhere("baseUrl", { baseUrl: "https://gateway.example/v1?tenant=7" }),
  base_url_credentials: everywhere("baseUrl", { baseUrl: "https://name:word@gateway.example/v1" }),
  base_url_insecure: everywhere("baseUrl", { baseUrl: "http://gateway.example/v1" }),
};

/** Each rule once per provider that can break it, and each field out of its shape. */
export function brokenConfigurations(): BrokenConfiguration[] {
  const rules = Object.entries(RULE_BREAKS).flatMap(([rule, breaks]) =>
    PROVIDERS.flatMap((provider) => {
      const broken = breaks[provider];
      if (typeof broken === "string") return [];
      const [path, model, patch] = broken;
      return [{ rule, provider, path, settings: { ...base(provider, model), ...patch } }];
    }),
  );
  const shapes = PROVIDERS.flatMap((provider) =>
    SHAPE_BREAKS.map(([path, value]) => ({
      rule: `shape of ${path}`,
      provider,
      path,
      settings: { ...sound(provider), [path]: value },
    })),
  );
  return [...rules, ...shapes];
}

/** Settings with nothing to refuse, to break one thing of. */
export function sound(provider: Provider): LlmConfig {
  const models: Record<Provider, string> = { openai: O3, anthropic: SONNET, bedrock: ON_BEDROCK(SONNET) };
  return base(provider, models[provider]);
}

/** Each field once too small, too large, or of a wrong kind; and one that does not exist. */
const SHAPE_BREAKS: readonly (readonly [path: string, value: unknown])[] = [
  ["model", ""],
  ["model", 7],
  ["model", "m".repeat(201)],
  ["tier", "cheap"],
  ["description", "d".repeat(501)],
  ["description", "a\0b"],
  ["temperature", -0.1],
  ["temperature", 2.1],
  ["temperature", "warm"],
  ["maxTokens", 0],
  ["maxTokens", 1.5],
  ["maxTokens", null],
  ["maxTokens", 10_000_001],
  ["topP", 1.1],
  ["topK", 0],
  ["topK", 1001],
  ["frequencyPenalty", 2.1],
  ["presencePenalty", -2.1],
  ["reasoningEffort", "extreme"],
  ["thinkingBudgetTokens", 1023],
  ["stopSequences", [""]],
  ["stopSequences", "END"],
  ["systemPrompt", "s".repeat(50_001)],
  ["systemPrompt", null],
  ["timeoutMs", 0],
  ["timeoutMs", 3_600_001],
  ["maxRetries", -1],
  ["maxRetries", 11],
  ["region", 1],
  ["baseUrl", "gateway"],
  ["temprature", 0.5],
  ["__proto__x", {}],
];

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 1 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string(),
);

/** One or two fields of sound settings with values nobody asked for; many are refused, some happen to be sound. */
export function fuzzedConfigurations(provider: Provider): fc.Arbitrary<Record<string, unknown>> {
  const fields = fc.constantFrom(...Object.keys(llmConfigSchema.shape).filter((path) => path !== "provider"), "extra");
  return fc
    .array(fc.tuple(fields, anything), { minLength: 1, maxLength: 2 })
    .map((patches) => ({ ...sound(provider), ...Object.fromEntries(patches) }));
}
