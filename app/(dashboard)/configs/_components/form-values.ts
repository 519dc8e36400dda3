import type { z } from "zod";
import type { LlmConfig, llmConfigSchema, Provider } from "#lib/contracts/configuration.ts";

/** What the form holds: settings before their defaults are filled in. */
export type FormValues = z.input<typeof llmConfigSchema>;

/** An emptied field is "not set", not zero. */
export const numberOrNull = (text: unknown): number | null =>
  text === "" || text === null || text === undefined ? null : Number(text);

export const textOrNull = (text: unknown): string | null => {
  const trimmed = typeof text === "string" ? text.trim() : "";
  return trimmed === "" ? null : trimmed;
};

/** A blank configuration of a provider, as the form for a new one begins. */
export function blankSettings(provider: Provider): LlmConfig {
  return {
    provider,
    model: "",
    tier: "balanced",
    description: "",
    temperature: null,
    maxTokens: 4096,
    topP: null,
    topK: null,
    frequencyPenalty: null,
    presencePenalty: null,
    reasoningEffort: null,
    thinkingBudgetTokens: null,
    stopSequences: [],
    systemPrompt: "",
    timeoutMs: 60_000,
    maxRetries: 2,
    region: provider === "bedrock" ? "us-east-1" : null,
    baseUrl: null,
  };
}
