import type { LlmConfig } from "#lib/contracts/configuration.ts";

interface Property {
  label: string;
  unit?: string;
  hint?: string;
}

/** Every property of a configuration as forms and comparisons name it. */
export const PROPERTIES: Record<keyof LlmConfig, Property> = {
  provider: { label: "Provider" },
  model: { label: "Model", hint: "The id the provider's API takes." },
  tier: { label: "Tier", hint: "What a budget may downgrade to, and what a task may ask for." },
  description: { label: "Description" },
  temperature: { label: "Temperature", hint: "Empty: the provider's default." },
  maxTokens: { label: "Max tokens", unit: "tokens", hint: "The longest answer, reasoning included." },
  topP: { label: "Top-p", unit: "0-1" },
  topK: { label: "Top-k" },
  frequencyPenalty: { label: "Frequency penalty", unit: "-2 to 2" },
  presencePenalty: { label: "Presence penalty", unit: "-2 to 2" },
  reasoningEffort: { label: "Reasoning effort" },
  thinkingBudgetTokens: { label: "Thinking budget", unit: "tokens" },
  stopSequences: { label: "Stop sequences", hint: "One a line." },
  systemPrompt: { label: "System prompt" },
  timeoutMs: { label: "Timeout", unit: "ms" },
  maxRetries: { label: "Retries", hint: "After a failure that may pass." },
  region: { label: "AWS region", hint: "Such as us-east-1." },
  baseUrl: { label: "Base URL", hint: "Empty: the provider's own address." },
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
