import type { ChatMessage, ChatRequest } from "#lib/contracts/chat.ts";
import { parseInput } from "#lib/core/parse.ts";
import { toCacheLifetime } from "../cache-control.ts";
import { usedParameters } from "../parameter-rules.ts";
import { type AnthropicBody, anthropicMessagesSchema } from "./messages-request.ts";
import { ANTHROPIC_PARAMETERS } from "./parameters.ts";
import { toMessages, toTexts } from "./to-messages.ts";

/** A call of the Anthropic door: what is asked of which target, and how the answer is wanted. */
export interface AnthropicCall {
  target: string;
  request: ChatRequest;
  stream: boolean;
}

/** @throws SignalboxError invalid_input naming each field that is wrong, unknown or not supported */
export function fromAnthropicBody(body: unknown): AnthropicCall {
  const parsed = parseInput(anthropicMessagesSchema, usedParameters(body, ANTHROPIC_PARAMETERS));
  return { target: parsed.model, request: toChatRequest(parsed), stream: parsed.stream ?? false };
}

function toChatRequest(body: AnthropicBody): ChatRequest {
  const system: ChatMessage[] = body.system?.length ? [{ role: "system", content: toTexts(body.system) }] : [];
  const messages = [...system, ...toMessages(body.messages)];
  return {
    messages: markLast(messages, body.cache_control),
    tools: (body.tools ?? []).map((declared) => ({
      name: declared.name,
      description: declared.description ?? null,
      inputSchema: declared.input_schema,
      strict: declared.strict ?? null,
      cache: toCacheLifetime(declared.cache_control),
    })),
    ...toToolChoice(body.tool_choice),
    output: toOutput(body.output_config),
    maxTokens: body.max_tokens,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    topK: body.top_k ?? null,
    frequencyPenalty: null,
    presencePenalty: null,
    stopSequences: body.stop_sequences ?? [],
    seed: null,
    reasoning: toReasoning(body),
    endUser: body.metadata?.user_id ?? null,
  };
}

function toToolChoice(choice: AnthropicBody["tool_choice"]): Pick<ChatRequest, "toolChoice" | "parallelToolCalls"> {
  if (!choice) return { toolChoice: null, parallelToolCalls: null };
  if (choice.type === "none") return { toolChoice: { kind: "none" }, parallelToolCalls: null };
  const disabled = choice.disable_parallel_tool_use;
  const parallelToolCalls = disabled === null || disabled === undefined ? null : !disabled;
  switch (choice.type) {
    case "auto":
      return { toolChoice: { kind: "auto" }, parallelToolCalls };
    case "any":
      return { toolChoice: { kind: "required" }, parallelToolCalls };
    case "tool":
      return { toolChoice: { kind: "tool", name: choice.name }, parallelToolCalls };
    default:
      return choice satisfies never;
  }
}

/** Anthropic's schemas have no name, which OpenAI's need, and are always kept to. */
function toOutput(config: AnthropicBody["output_config"]): ChatRequest["output"] {
  if (!config?.format) return { kind: "text" };
  return { kind: "json_schema", name: "answer", description: null, schema: config.format.schema, strict: true };
}

/** Adaptive thinking without an effort is thinking with Anthropic's own default of it. */
function toReasoning({ thinking, output_config: config }: AnthropicBody): ChatRequest["reasoning"] {
  if (thinking?.type === "enabled") return { kind: "budget", tokens: thinking.budget_tokens };
  if (thinking?.type === "disabled") return { kind: "effort", effort: "none" };
  if (config?.effort) return { kind: "effort", effort: config.effort };
  return thinking?.type === "adaptive" ? { kind: "effort", effort: "high" } : null;
}

/** A mark on the whole request is one on its last part that can carry it. */
function markLast(messages: ChatMessage[], control: AnthropicBody["cache_control"]): ChatMessage[] {
  const cache = toCacheLifetime(control);
  if (cache === null) return messages;
  for (const message of messages.toReversed()) {
    for (const part of message.content.toReversed()) {
      if (!("cache" in part)) continue;
      part.cache ??= cache;
      return messages;
    }
  }
  return messages;
}
