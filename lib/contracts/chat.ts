import type { TokenUsage } from "./token-usage.ts";

/**
 * One chat call in Signalbox's own terms: every wire format of a client is converted to it, and every provider's
 * adapter converts from it. What a provider cannot do is refused by its adapter by name, never dropped.
 * Null means "not asked for": the model's own default holds.
 */
export interface ChatRequest {
  messages: readonly ChatMessage[];
  tools: readonly ChatTool[];
  toolChoice: ToolChoice | null;
  /** Null: the provider's default, which is to allow several calls in one answer. */
  parallelToolCalls: boolean | null;
  output: OutputFormat;
  maxTokens: number | null;
  temperature: number | null;
  topP: number | null;
  topK: number | null;
  frequencyPenalty: number | null;
  presencePenalty: number | null;
  stopSequences: readonly string[];
  seed: number | null;
  reasoning: Reasoning | null;
  /** The end user the caller acts for, passed on for the provider's abuse checks. */
  endUser: string | null;
}

/** System messages may stand anywhere; a provider that takes them at the beginning only refuses later ones. */
export type ChatMessage =
  | { role: "system"; content: readonly TextPart[] }
  /** Tool results come first in the user message that follows the calls. */
  | { role: "user"; content: readonly (TextPart | ImagePart | ToolResultPart)[] }
  | { role: "assistant"; content: readonly AnswerPart[] };

/** A breakpoint: what stands before and in this part may be cached for so long. */
export type CacheLifetime = "5m" | "1h";

export interface TextPart {
  type: "text";
  text: string;
  cache: CacheLifetime | null;
}

export interface ImagePart {
  type: "image";
  source: { kind: "url"; url: string } | { kind: "base64"; mediaType: string; data: string };
  /** OpenAI's resolution hint. */
  detail: "low" | "high" | "auto" | null;
  cache: CacheLifetime | null;
}

export interface ToolResultPart {
  type: "tool_result";
  callId: string;
  content: readonly (TextPart | ImagePart)[];
  isError: boolean;
  cache: CacheLifetime | null;
}

/** Part of an answer, and of an assistant message that gives it back. */
export type AnswerPart = TextPart | ToolCallPart | ReasoningPart | { type: "refusal"; text: string };

export interface ToolCallPart {
  type: "tool_call";
  id: string;
  name: string;
  /** As the model wrote it: usually, not always, JSON of an object. */
  argumentsJson: string;
}

/** Thinking, with what its provider needs to accept it back; `redacted` holds encrypted thinking without a text. */
export interface ReasoningPart {
  type: "reasoning";
  text: string;
  signature: string | null;
  redacted: string | null;
}

export interface ChatTool {
  name: string;
  description: string | null;
  /** JSON Schema of the arguments. */
  inputSchema: Record<string, unknown>;
  strict: boolean | null;
  cache: CacheLifetime | null;
}

type ToolChoice = { kind: "auto" } | { kind: "none" } | { kind: "required" } | { kind: "tool"; name: string };

type OutputFormat =
  | { kind: "text" }
  | { kind: "json_object" }
  | {
      kind: "json_schema";
      name: string;
      description: string | null;
      schema: Record<string, unknown>;
      strict: boolean | null;
    };

type Reasoning =
  | { kind: "effort"; effort: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max" }
  | { kind: "budget"; tokens: number };

/** Why an answer ends. */
export type FinishReason = "stop" | "length" | "stop_sequence" | "tool_calls" | "refused" | "other";

/** A whole answer. */
export interface ChatAnswer {
  /** The provider's own name of the answer; null where it gives none. */
  providerId: string | null;
  /** The model that answered, as the provider names it. */
  model: string;
  content: readonly AnswerPart[];
  finishReason: FinishReason;
  /** The sequence that ended it, where the provider says. */
  stopSequence: string | null;
  usage: TokenUsage;
  timing: ChatTiming;
}

export interface ChatTiming {
  /** From the request to the first byte of content; null when the answer came whole. */
  firstTokenMs: number | null;
  totalMs: number;
}

/**
 * An answer as it is made, in this order: one `start`; parts one after another or interleaved, told apart by index
 * (0, 1, 2 ... in the order of the answer's content), each `part_start`, deltas, `part_end`; one `finish`.
 * A stream that ends without `finish` broke.
 */
export type ChatEvent =
  | { type: "start"; providerId: string | null; model: string }
  | { type: "part_start"; index: number; part: StartedPart }
  /** Of a text, reasoning or refusal part. */
  | { type: "text_delta"; index: number; text: string }
  | { type: "arguments_delta"; index: number; argumentsJson: string }
  | { type: "signature"; index: number; signature: string }
  | { type: "part_end"; index: number }
  /** Counts so far, where a provider tells them early: what a broken stream has cost at least. */
  | { type: "usage"; usage: Partial<TokenUsage> }
  | {
      type: "finish";
      finishReason: FinishReason;
      stopSequence: string | null;
      usage: TokenUsage;
      timing: ChatTiming;
    };

type StartedPart =
  | { type: "text" }
  | { type: "refusal" }
  | { type: "reasoning"; redacted: string | null }
  | { type: "tool_call"; id: string; name: string };
