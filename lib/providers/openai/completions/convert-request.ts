import type { ChatCompletionCreateParamsBase } from "openai/resources/chat/completions";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { refuseUnsupported } from "../refuse.ts";
import { toCompletionsMessages } from "./convert-messages.ts";

/**
 * OpenAI's models. Others are served by Ollama, vLLM and their like, which pass over fields that came later: they are
 * told the limit and the user in the words they have always known.
 */
const OWN_MODEL = /^(ft:)?(gpt-(?!oss)|chatgpt-|o\d|codex-)/;

/**
 * Body of `POST /chat/completions`; what is not set is left out, so that the model's own default holds.
 * @throws ProviderFailure unsupported
 */
export function toCompletionsRequest(model: string, request: ChatRequest): ChatCompletionCreateParamsBase {
  refuseUnsupported(request);
  const { temperature, topP, frequencyPenalty, presencePenalty, stopSequences, seed, maxTokens, endUser } = request;
  const { reasoning } = request;
  const own = OWN_MODEL.test(model);
  return {
    model,
    messages: toCompletionsMessages(model, request.messages),
    ...tools(request),
    ...output(request.output),
    ...(maxTokens !== null && (own ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens })),
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(frequencyPenalty !== null && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== null && { presence_penalty: presencePenalty }),
    ...(stopSequences.length > 0 && { stop: [...stopSequences] }),
    ...(seed !== null && { seed }),
    ...(reasoning?.kind === "effort" && { reasoning_effort: reasoning.effort }),
    ...(endUser !== null && (own ? { safety_identifier: endUser } : { user: endUser })),
  };
}

function tools({ tools, toolChoice, parallelToolCalls }: ChatRequest): Partial<ChatCompletionCreateParamsBase> {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema, strict }) => ({
      type: "function",
      function: {
        name,
        parameters: inputSchema,
        ...(description !== null && { description }),
        ...(strict !== null && { strict }),
      },
    })),
    ...(toolChoice && {
      tool_choice:
        toolChoice.kind === "tool" ? { type: "function", function: { name: toolChoice.name } } : toolChoice.kind,
    }),
    ...(parallelToolCalls !== null && { parallel_tool_calls: parallelToolCalls }),
  };
}

function output(format: ChatRequest["output"]): Partial<ChatCompletionCreateParamsBase> {
  switch (format.kind) {
    case "text":
      return {};
    case "json_object":
      return { response_format: { type: "json_object" } };
    case "json_schema": {
      const { name, description, schema, strict } = format;
      const json_schema = {
        name,
        schema,
        ...(description !== null && { description }),
        ...(strict !== null && { strict }),
      };
      return { response_format: { type: "json_schema", json_schema } };
    }
    default:
      return format satisfies never;
  }
}
