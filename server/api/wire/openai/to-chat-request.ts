import type { ChatRequest } from "#lib/contracts/chat.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { toCacheLifetime } from "../cache-control.ts";
import { usedParameters } from "../parameter-rules.ts";
import { type OpenaiChatBody, openaiChatSchema } from "./chat-request.ts";
import { OPENAI_CHAT_PARAMETERS } from "./parameters.ts";
import { toMessages } from "./to-messages.ts";

/** A call of the OpenAI door: what is asked of which target, and how the answer is wanted. */
export interface OpenaiCall {
  target: string;
  request: ChatRequest;
  stream: boolean;
  includeUsage: boolean;
}

/** @throws SignalboxError invalid_input naming each field that is wrong, unknown or not supported */
export function fromOpenaiBody(body: unknown): OpenaiCall {
  const parsed = parseInput(openaiChatSchema, usedParameters(body, OPENAI_CHAT_PARAMETERS));
  return {
    target: parsed.model,
    request: toChatRequest(parsed),
    stream: parsed.stream ?? false,
    includeUsage: parsed.stream_options?.include_usage ?? false,
  };
}

function toChatRequest(body: OpenaiChatBody): ChatRequest {
  return {
    messages: toMessages(body.messages),
    tools: (body.tools ?? []).map(({ function: declared, cache_control }) => ({
      name: declared.name,
      description: declared.description ?? null,
      inputSchema: declared.parameters ?? { type: "object", properties: {} },
      strict: declared.strict ?? null,
      cache: toCacheLifetime(cache_control),
    })),
    toolChoice: toToolChoice(body.tool_choice),
    parallelToolCalls: body.parallel_tool_calls ?? null,
    output: toOutput(body.response_format),
    maxTokens: maxTokensOf(body),
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    topK: body.top_k ?? null,
    frequencyPenalty: body.frequency_penalty ?? null,
    presencePenalty: body.presence_penalty ?? null,
    stopSequences: typeof body.stop === "string" ? [body.stop] : (body.stop ?? []),
    seed: body.seed ?? null,
    reasoning: body.reasoning_effort ? { kind: "effort", effort: body.reasoning_effort } : null,
    endUser: body.safety_identifier ?? body.user ?? null,
  };
}

function toToolChoice(choice: OpenaiChatBody["tool_choice"]): ChatRequest["toolChoice"] {
  if (choice === null || choice === undefined) return null;
  return typeof choice === "string" ? { kind: choice } : { kind: "tool", name: choice.function.name };
}

function toOutput(format: OpenaiChatBody["response_format"]): ChatRequest["output"] {
  if (!format) return { kind: "text" };
  switch (format.type) {
    case "text":
    case "json_object":
      return { kind: format.type };
    case "json_schema": {
      const { name, description, schema, strict } = format.json_schema;
      return { kind: "json_schema", name, description: description ?? null, schema, strict: strict ?? null };
    }
    default:
      return format satisfies never;
  }
}

/** `max_tokens` is the older name of the same bound. */
function maxTokensOf({ max_tokens: older, max_completion_tokens: newer }: OpenaiChatBody): number | null {
  if (older && newer && older !== newer) {
    const message = "Says another bound than max_completion_tokens: send one of them.";
    throw new SignalboxError("invalid_input", `max_tokens: ${message}`, { details: [{ path: "max_tokens", message }] });
  }
  return newer ?? older ?? null;
}
