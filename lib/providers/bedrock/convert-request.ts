import type { ConverseCommandInput, Tool, ToolChoice } from "@aws-sdk/client-bedrock-runtime";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { unsupported } from "../failure.ts";
import { splitSystemPrompt } from "../system-prompt.ts";
import { cachePoint, systemBlocks, toConverseMessages } from "./convert-messages.ts";
import { ownFields } from "./own-fields.ts";

const PROVIDER = "Bedrock";

/**
 * Input of Converse and ConverseStream; what is not set is left out, so that the model's own default holds.
 * @throws ProviderFailure unsupported
 */
export function toConverseRequest(model: string, request: ChatRequest): ConverseCommandInput {
  refuseUnsupported(request);
  const { maxTokens, temperature, topP, stopSequences, endUser } = request;
  const { system, rest, offset } = splitSystemPrompt(request.messages);
  const inferenceConfig = {
    ...(maxTokens !== null && { maxTokens }),
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { topP }),
    ...(stopSequences.length > 0 && { stopSequences: [...stopSequences] }),
  };
  const own = ownFields(model, request);
  // Converse says that a sequence ended the answer; Claude says which.
  const tellsSequence = stopSequences.length > 0 && model.includes("anthropic.");
  return {
    modelId: model,
    ...(system.length > 0 && { system: systemBlocks(system) }),
    messages: toConverseMessages(rest, offset),
    ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
    ...toolConfig(request),
    ...outputConfig(request.output),
    ...(Object.keys(own).length > 0 && { additionalModelRequestFields: own }),
    ...(tellsSequence && { additionalModelResponseFieldPaths: ["/stop_sequence"] }),
    ...(endUser !== null && { requestMetadata: { endUser } }),
  };
}

function refuseUnsupported(request: ChatRequest): void {
  const { seed, frequencyPenalty, presencePenalty, parallelToolCalls, tools, output } = request;
  if (seed !== null) throw unsupported(PROVIDER, "seed", "It has no seeds.");
  // Zero asks for what happens anyway.
  if (frequencyPenalty) throw unsupported(PROVIDER, "frequencyPenalty", "It has no penalties.");
  if (presencePenalty) throw unsupported(PROVIDER, "presencePenalty", "It has no penalties.");
  if (output.kind === "json_object") throw unsupported(PROVIDER, "output", "It writes JSON by a schema: give one.");
  if (parallelToolCalls === false && tools.length > 0) {
    throw unsupported(PROVIDER, "parallelToolCalls", "It cannot be held to one call of a tool.");
  }
}

function toolConfig(request: ChatRequest): Pick<ConverseCommandInput, "toolConfig"> {
  const { tools, toolChoice } = request;
  if (tools.length === 0) return {};
  if (toolChoice?.kind === "none") {
    // Tools that are not to be called need not be offered, unless the conversation has called them.
    if (!hasCalled(request)) return {};
    throw unsupported(PROVIDER, "toolChoice", "Tools of the conversation cannot be kept from being called.");
  }
  const offered = tools.flatMap(({ name, description, inputSchema, strict, cache }): Tool[] => [
    {
      toolSpec: {
        name,
        ...(description !== null && { description }),
        // The SDK's type of any JSON is narrower than a JSON Schema's.
        inputSchema: { json: inputSchema as Record<string, never> },
        ...(strict !== null && { strict }),
      },
    },
    ...cachePoint(cache),
  ]);
  const choice = toToolChoice(toolChoice);
  return { toolConfig: { tools: offered, ...(choice && { toolChoice: choice }) } };
}

function hasCalled({ messages }: ChatRequest): boolean {
  return messages.some(({ content }) => content.some(({ type }) => type === "tool_call" || type === "tool_result"));
}

function toToolChoice(choice: Exclude<ChatRequest["toolChoice"], { kind: "none" }>): ToolChoice | null {
  switch (choice?.kind) {
    case undefined:
      return null;
    case "auto":
      return { auto: {} };
    case "required":
      return { any: {} };
    case "tool":
      return { tool: { name: choice.name } };
    default:
      return choice satisfies never;
  }
}

function outputConfig(output: ChatRequest["output"]): Pick<ConverseCommandInput, "outputConfig"> {
  if (output.kind !== "json_schema") return {};
  const { name, description, schema } = output;
  const jsonSchema = { schema: JSON.stringify(schema), name, ...(description !== null && { description }) };
  return { outputConfig: { textFormat: { type: "json_schema", structure: { jsonSchema } } } };
}
