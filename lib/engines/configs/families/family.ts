import type { LlmConfig, Provider } from "#lib/contracts/configuration.ts";

export type Effort = NonNullable<LlmConfig["reasoningEffort"]>;

/** What the members of a model family accept. One object per set of rules the provider documents. */
export interface ModelFamily {
  /** As a person would say it: "Claude 4.5 models". */
  label: string;
  /** Accepted temperatures. The same minimum and maximum: only that value, the provider's default. */
  temperature: { min: number; max: number };
  /** Top-p other than its default of 1. */
  topP: boolean;
  /** Temperature and top-p in one request. */
  temperatureWithTopP: boolean;
  /** Largest top-k; null when the family has none. */
  topKMax: number | null;
  penalties: boolean;
  /** Accepted efforts; empty when the family does not reason by effort. */
  efforts: readonly Effort[];
  /** Temperature and top-p are accepted with effort "none" alone. */
  samplingNeedsNoEffort: boolean;
  /** A budget of thinking tokens can be set (manual extended thinking). */
  thinkingBudget: boolean;
  /** The family reasons unless told otherwise, or always: its answer shares maxTokens with its reasoning. */
  reasons: boolean;
  stopSequencesMax: number;
  systemPrompt: boolean;
}

/** Finds the rules for a model id without provider prefixes and version suffixes; null when it is not of this maker. */
export type FamilyMatcher = (bareModel: string) => ModelFamily | null;

/** A model id taken apart: "us.anthropic.claude-sonnet-5-5-v1:0" -> profile "us", maker "anthropic", bare "claude-sonnet-5-5". */
export interface ModelId {
  profile: string | null;
  maker: string | null;
  bare: string;
}

const PROFILE = /^(us-gov|us|eu|apac|jp|au|ca|sa|me|global)\./;
const MAKER = /^([a-z0-9]+)\./;

/** Takes a model id apart; other providers than Bedrock use bare ids. */
export function parseModelId(provider: Provider, model: string): ModelId {
  if (provider !== "bedrock") return { profile: null, maker: null, bare: model };
  const profile = PROFILE.exec(model)?.[1] ?? null;
  const withoutProfile = profile ? model.slice(profile.length + 1) : model;
  const maker = MAKER.exec(withoutProfile)?.[1] ?? null;
  const bare = (maker ? withoutProfile.slice(maker.length + 1) : withoutProfile).replace(/-v\d+(:\d+)*(:\w+)?$/, "");
  return { profile, maker, bare };
}
