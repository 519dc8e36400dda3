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
  const body: ChatCompletionCreateParamsBase = { model, messages: toCompletionsMessages(model, request.messages) };
  // One by one: a dozen objects spread into one are a tenth of what is decided about a call.
  if (request.tools.length > 0) Object.assign(body, tools(request));
  if (request.output.kind !== "text") Object.assign(body, output(request.output));
  if (maxTokens !== null) body[own ? "max_completion_tokens" : "max_tokens"] = maxTokens;
  if (temperature !== null) body.temperature = temperature;
  if (topP !== null) body.top_p = topP;
  if (frequencyPenalty !== null) body.frequency_penalty = frequencyPenalty;
  if (presencePenalty !== null) body.presence_penalty = presencePenalty;
  if (stopSequences.length > 0) body.stop = [...stopSequences];
  if (seed !== null) body.seed = seed;
  if (reasoning?.kind === "effort") body.reasoning_effort = reasoning.effort;
  if (endUser !== null) body[own ? "safety_identifier" : "user"] = endUser;
  return body;
}

function tools({ tools, toolChoice, parallelToolCalls }: ChatRequest): Partial<ChatCompletionCreateParamsBase> {
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
