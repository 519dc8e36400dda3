import type { ResponseCreateParamsBase, ResponseTextConfig } from "openai/resources/responses/responses";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { unsupported } from "../../failure.ts";
import { refuseUnsupported } from "../refuse.ts";
import { toResponsesInput } from "./convert-input.ts";

/**
 * Body of `POST /responses`. Nothing is kept at OpenAI: reasoning comes encrypted and is given back by the caller.
 * @throws ProviderFailure unsupported
 */
export function toResponsesRequest(model: string, request: ChatRequest): ResponseCreateParamsBase {
  refuseUnsupported(request);
  refuseOfResponses(model, request);
  const { maxTokens, temperature, topP, reasoning, endUser } = request;
  return {
    model,
    store: false,
    include: ["reasoning.encrypted_content"],
    input: toResponsesInput(model, request.messages),
    ...tools(request),
    ...text(request.output),
    ...(maxTokens !== null && { max_output_tokens: maxTokens }),
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(reasoning?.kind === "effort" && { reasoning: { effort: reasoning.effort } }),
    ...(endUser !== null && { safety_identifier: endUser }),
  };
}

function refuseOfResponses(model: string, request: ChatRequest): void {
  const refuse = (field: string) =>
    unsupported("OpenAI", field, `${model} is asked through the Responses API here, which has no such setting.`);
  if (request.stopSequences.length > 0) throw refuse("stopSequences");
  if (request.seed !== null) throw refuse("seed");
  // Zero asks for what happens anyway.
  if (request.frequencyPenalty) throw refuse("frequencyPenalty");
  if (request.presencePenalty) throw refuse("presencePenalty");
}

function tools({ tools, toolChoice, parallelToolCalls }: ChatRequest): Partial<ResponseCreateParamsBase> {
  if (tools.length === 0) return {};
  return {
    tools: tools.map(({ name, description, inputSchema, strict }) => ({
      type: "function",
      name,
      parameters: inputSchema,
      // Here it is strict unless told otherwise; elsewhere it is not.
      strict: strict ?? false,
      ...(description !== null && { description }),
    })),
    ...(toolChoice && {
      tool_choice: toolChoice.kind === "tool" ? { type: "function", name: toolChoice.name } : toolChoice.kind,
    }),
    ...(parallelToolCalls !== null && { parallel_tool_calls: parallelToolCalls }),
  };
}

function text(output: ChatRequest["output"]): { text?: ResponseTextConfig } {
  switch (output.kind) {
    case "text":
      return {};
    case "json_object":
      return { text: { format: { type: "json_object" } } };
    case "json_schema": {
      const { name, description, schema, strict } = output;
      const described = { ...(description !== null && { description }), ...(strict !== null && { strict }) };
      return { text: { format: { type: "json_schema", name, schema, ...described } } };
    }
    default:
      return output satisfies never;
  }
}
