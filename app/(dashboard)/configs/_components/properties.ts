import type { LlmConfig } from "#lib/contracts/configuration.ts";

interface Property {
  label: string;
  unit?: string;
  hint?: string;
}

/** Every property of a configuration as forms and comparisons name it: what it means, and what every model accepts. */
export const PROPERTIES: Record<keyof LlmConfig, Property> = {
  provider: { label: "Provider", hint: "Whose API is called." },
  model: { label: "Model", hint: "The id the provider's API takes." },
  tier: { label: "Tier", hint: "What a budget may downgrade to, and what a task may ask for." },
  description: { label: "Description", hint: "For people; up to 500 characters." },
  temperature: {
    label: "Temperature",
    unit: "0 to 2",
    hint: "How freely words are chosen. Empty: the provider's default.",
  },
  maxTokens: { label: "Max tokens", unit: "tokens", hint: "The longest answer, reasoning included." },
  topP: { label: "Top-p", unit: "0 to 1", hint: "Only the likeliest words of this share together. Empty: all." },
  topK: { label: "Top-k", unit: "1 to 1,000", hint: "Only so many of the likeliest words. Empty: all." },
  frequencyPenalty: { label: "Frequency penalty", unit: "-2 to 2", hint: "Above 0, words used often come less." },
  presencePenalty: { label: "Presence penalty", unit: "-2 to 2", hint: "Above 0, words used at all come less." },
  reasoningEffort: { label: "Reasoning effort", hint: "How long it thinks before it answers; billed as output." },
  thinkingBudgetTokens: { label: "Thinking budget", unit: "tokens", hint: "Tokens for thinking, from 1,024." },
  stopSequences: { label: "Stop sequences", hint: "The answer ends before one of these; one a line, up to 8." },
  systemPrompt: {
    label: "System prompt",
    hint: "Stands before every task; up to 50,000 characters, paid for as input.",
  },
  timeoutMs: { label: "Timeout", unit: "ms", hint: "For one attempt, up to an hour." },
  maxRetries: { label: "Retries", unit: "0 to 10", hint: "After a failure that may pass." },
  region: { label: "AWS region", hint: "Such as us-east-1." },
  baseUrl: { label: "Base URL", hint: "A gateway or server of your own, https. Empty: the provider's own address." },
};

/** A value as text: unknown and absent are words, not blanks. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "not set";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((item) => JSON.stringify(item)).join(", ");
  if (typeof value === "number") return value.toLocaleString("en-US", { maximumFractionDigits: 6 });
  return value === "" ? "empty" : String(value);
}

/** Id of a property's field, for links from error summaries. */
export const fieldId = (path: string): string => `config-${path.replace(/^settings\./, "")}`;
