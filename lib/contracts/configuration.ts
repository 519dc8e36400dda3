import { z } from "zod";

export const PROVIDERS = ["openai", "anthropic", "bedrock"] as const;
export const providerSchema = z.enum(PROVIDERS);
export type Provider = z.infer<typeof providerSchema>;

export const TIERS = ["fast", "balanced", "quality"] as const;
export const tierSchema = z.enum(TIERS);
export type Tier = z.infer<typeof tierSchema>;

/** The names every provider file must define. */
export const PRESET_NAMES = [
  "researcher",
  "analyst",
  "synthesizer",
  "critic",
  "supervisor",
  "fast_completion",
  "high_quality",
  "general_purpose",
  "cost_optimized",
] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export const configurationNameSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "Use letters, digits and . _ - (beginning with a letter or digit)");

const words = (count: number) => count.toLocaleString("en-US");

function share(least: number, most: number) {
  const range = `Lies between ${words(least)} and ${words(most)}`;
  return z.number(range).min(least, range).max(most, range);
}

function whole(what: string, least: number, most: number) {
  const range = `${what} between ${words(least)} and ${words(most)}`;
  return z.int(range).min(least, range).max(most, range);
}

/**
 * Settings of one configuration: the shape only. What a model family really accepts
 * is judged by `lib/engines/configs/validate.ts`, which file loading, form, action and API share.
 */
export const llmConfigSchema = z.strictObject({
  provider: providerSchema,
  model: z.string("Name the model").min(1, "Name the model").max(200, "At most 200 characters"),
  tier: tierSchema,
  description: z.string().max(500, "At most 500 characters").default(""),
  temperature: share(0, 2).nullable(),
  maxTokens: whole("Whole tokens", 1, 10_000_000),
  topP: share(0, 1).nullable().default(null),
  topK: whole("A whole number", 1, 1_000).nullable().default(null),
  frequencyPenalty: share(-2, 2).nullable().default(null),
  presencePenalty: share(-2, 2).nullable().default(null),
  reasoningEffort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]).nullable().default(null),
  thinkingBudgetTokens: whole("Whole tokens", 1_024, 1_000_000).nullable().default(null),
  stopSequences: z
    .array(z.string().min(1, "No stop sequence is empty").max(200, "At most 200 characters each"))
    .max(8, "At most 8 stop sequences")
    .default([]),
  systemPrompt: z.string().max(50_000, "At most 50,000 characters").default(""),
  timeoutMs: z
    .int("Whole milliseconds, up to one hour")
    .min(1, "A timeout is longer than 0 ms")
    .max(3_600_000, "At most one hour"),
  maxRetries: whole("A whole number", 0, 10).default(2),
  region: z.string().max(64, "At most 64 characters").nullable().default(null),
  baseUrl: z.url("Write a full address such as https://gateway.example/v1").nullable().default(null),
});
export type LlmConfig = z.infer<typeof llmConfigSchema>;

/** One finding of validation; an error forbids saving, a warning does not. */
export interface ConfigFinding {
  severity: "error" | "warning";
  /** Field of LlmConfig. */
  path: keyof LlmConfig;
  code: string;
  /** A sentence a person can act on. */
  message: string;
}

/** Catalogue facts of a model; null where nobody published them (unknown is never zero). */
export interface ModelFacts {
  provider: Provider;
  model: string;
  contextWindow: number | null;
  maxOutputTokens: number | null;
  price: ModelPrice | null;
}

/** Nano-dollars per million tokens, by the class they are billed as. 3_000_000_000n = $3 a million. */
export interface TokenRates {
  inputNanoUsdPerMtok: bigint;
  outputNanoUsdPerMtok: bigint;
  cacheReadNanoUsdPerMtok: bigint | null;
  /** Five minutes, or the provider's only lifetime. */
  cacheWrite5mNanoUsdPerMtok: bigint | null;
  cacheWrite1hNanoUsdPerMtok: bigint | null;
}

export interface ModelPrice extends TokenRates {
  /** The whole request is priced so when the model reads more than this. Absent: one price for every length. */
  longContext?: LongContextPrice | null;
  /** Where it comes from: the catalogue's version, or an operator's override id. */
  source: string;
}

export interface LongContextPrice extends TokenRates {
  /** All that is read counts: fresh, from a cache and written to one. */
  aboveInputTokens: number;
}

/** A configuration in force, as loaded by name. */
export interface LoadedConfiguration {
  id: string;
  ref: string;
  revision: number;
  preset: boolean;
  settings: LlmConfig;
  facts: ModelFacts;
}

/** Body of saving a configuration: the revision the editor started from guards against lost updates. */
export const saveConfigurationSchema = z.strictObject({
  provider: providerSchema,
  name: configurationNameSchema,
  /** An LlmConfig; the service judges it, so that shape and rules are refused in the same words. */
  settings: z.unknown(),
  /** 0 when the configuration is new. */
  baseRevision: z.int().min(0),
  note: z.string().trim().min(3, "Say in a few words why").max(500),
});

const usdPerMtokSchema = z.number().min(0).max(10_000);

export const priceOverrideSchema = z.strictObject({
  provider: providerSchema,
  model: z.string().min(1).max(200),
  inputUsdPerMtok: usdPerMtokSchema,
  outputUsdPerMtok: usdPerMtokSchema,
  /** Null: not known, so that a call with such tokens has no known cost. */
  cacheReadUsdPerMtok: usdPerMtokSchema.nullable().default(null),
  cacheWrite5mUsdPerMtok: usdPerMtokSchema.nullable().default(null),
  cacheWrite1hUsdPerMtok: usdPerMtokSchema.nullable().default(null),
  /** Null: from now on. A date of the past prices nothing anew by itself, one of the future waits. */
  effectiveFrom: z.iso.datetime({ offset: true }).nullable().default(null),
  note: z.string().trim().min(3, "Say where the price comes from").max(500),
});
