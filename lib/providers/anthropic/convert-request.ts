import type { MessageCreateParamsBase, Tool, ToolChoice } from "@anthropic-ai/sdk/resources/messages";
import type { ChatRequest } from "#lib/contracts/chat.ts";
import { unsupported } from "../failure.ts";
import { splitSystemPrompt } from "../system-prompt.ts";
import { cacheControl, textBlock, toAnthropicMessages } from "./convert-messages.ts";
import { claudeReasoning } from "./reasoning.ts";

const PROVIDER = "Anthropic";

/**
 * Body of `POST /v1/messages`; what is not set is left out, so that the model's own default holds.
 * @throws ProviderFailure unsupported
 */
export function toAnthropicRequest(model: string, request: ChatRequest): MessageCreateParamsBase {
  refuseUnsupported(request);
  const { maxTokens, stopSequences, endUser } = request;
  if (maxTokens === null) throw unsupported(PROVIDER, "maxTokens", "It wants a limit of output tokens: set one.");
  const { system, rest, offset } = splitSystemPrompt(request.messages);
  const { thinking, output_config } = claudeReasoning(PROVIDER, model, request.reasoning);
  const outputConfig = { ...output_config, ...outputFormat(request.output) };
  return {
    model,
    max_tokens: maxTokens,
    ...(system.length > 0 && { system: system.map(textBlock) }),
    messages: toAnthropicMessages(model, rest, offset),
    ...tools(request),
    ...sampling(request),
    ...(thinking && { thinking }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    ...(stopSequences.length > 0 && { stop_sequences: [...stopSequences] }),
    ...(endUser !== null && { metadata: { user_id: endUser } }),
  };
}

function refuseUnsupported({ seed, frequencyPenalty, presencePenalty, output }: ChatRequest): void {
  if (seed !== null) throw unsupported(PROVIDER, "seed", "It has no seeds.");
  // Zero asks for what happens anyway.
  if (frequencyPenalty) throw unsupported(PROVIDER, "frequencyPenalty", "It has no penalties.");
  if (presencePenalty) throw unsupported(PROVIDER, "presencePenalty", "It has no penalties.");
  if (output.kind === "json_object") throw unsupported(PROVIDER, "output", "It writes JSON by a schema: give one.");
}

/** Only models before Claude 4.7 take these; the SDK's types no longer name them. */
function sampling({ temperature, topP, topK }: ChatRequest) {
  return {
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(topK !== null && { top_k: topK }),
  };
}

function tools({ tools, toolChoice, parallelToolCalls }: ChatRequest): Partial<MessageCreateParamsBase> {
  if (tools.length === 0) return {};
  const choice = toToolChoice(toolChoice, parallelToolCalls);
  return {
    tools: tools.map(
      ({ name, description, inputSchema, strict, cache }): Tool => ({
        name,
        // A schema of a tool's arguments is of type object; one that is not is refused by the provider by name.
        input_schema: inputSchema as Tool.InputSchema,
        ...(description !== null && { description }),
        ...(strict !== null && { strict }),
        ...cacheControl(cache),
      }),
    ),
    ...(choice && { tool_choice: choice }),
  };
}

function toToolChoice(choice: ChatRequest["toolChoice"], parallel: boolean | null): ToolChoice | null {
  const single = parallel === false ? { disable_parallel_tool_use: true } : {};
  switch (choice?.kind) {
    case undefined:
      return parallel === false ? { type: "auto", ...single } : null;
    case "auto":
      return { type: "auto", ...single };
    case "none":
      return { type: "none" };
    case "required":
      return { type: "any", ...single };
    case "tool":
      return { type: "tool", name: choice.name, ...single };
    default:
      return choice satisfies never;
  }
}

function outputFormat(
  output: ChatRequest["output"],
): Pick<NonNullable<MessageCreateParamsBase["output_config"]>, "format"> {
  if (output.kind !== "json_schema") return {};
  const { schema, description } = output;
  // The format has no place for a description of its own; the schema has.
  const described = description !== null && !("description" in schema) ? { ...schema, description } : schema;
  return { format: { type: "json_schema", schema: described } };
}
