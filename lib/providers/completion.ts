import type { LlmConfig } from "#lib/contracts/configuration.ts";
import type { ProviderCredentials } from "./credentials.ts";

export interface Message {
  role: "user" | "assistant";
  text: string;
}

export interface CompletionRequest {
  settings: LlmConfig;
  credentials: ProviderCredentials;
  /** The settings' system prompt is sent before these. */
  messages: readonly Message[];
  signal?: AbortSignal;
}

/** Tokens as the provider counted them. Input includes the cached part; unknown is null. */
export interface CompletionUsage {
  inputTokens: number;
  outputTokens: number;
  cacheReadTokens: number | null;
  cacheWriteTokens: number | null;
}

/** Why the answer ends: on its own, at max tokens, at a stop sequence, refused, or for another reason. */
export type FinishReason = "stop" | "length" | "stop_sequence" | "refused" | "other";

export interface Completion {
  text: string;
  /** The model that answered, as the provider names it. */
  model: string;
  usage: CompletionUsage;
  finishReason: FinishReason;
  /** From the request's first byte to the answer's last, retries included. */
  latencyMs: number;
}

/** One call of a provider. @throws ProviderFailure */
export type Complete = (request: CompletionRequest) => Promise<Completion>;
