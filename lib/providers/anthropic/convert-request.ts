import type { MessageCreateParamsNonStreaming, OutputConfig } from "@anthropic-ai/sdk/resources/messages";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import type { CompletionRequest } from "../completion.ts";

/** Messages request; what is not set is left out, so that the model's own default holds. */
export function toAnthropicRequest({ settings, messages }: CompletionRequest): MessageCreateParamsNonStreaming {
  const { systemPrompt, stopSequences } = settings;
  return {
    model: settings.model,
    max_tokens: settings.maxTokens,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    ...(systemPrompt && { system: systemPrompt }),
    ...sampling(settings),
    ...reasoning(settings),
    ...(stopSequences.length > 0 && { stop_sequences: stopSequences }),
  };
}

/** Only models before Claude 4.7 take these; the SDK's types no longer name them. */
function sampling({ temperature, topP, topK }: LlmConfig) {
  return {
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(topK !== null && { top_k: topK }),
  };
}

/** Thinking and effort, as Anthropic's API and Claude on Bedrock both take them. */
export function reasoning({ thinkingBudgetTokens, reasoningEffort }: LlmConfig) {
  if (thinkingBudgetTokens !== null) {
    return { thinking: { type: "enabled" as const, budget_tokens: thinkingBudgetTokens } };
  }
  if (reasoningEffort === null) return {};
  if (reasoningEffort === "none") return { thinking: { type: "disabled" as const } };
  const output_config: OutputConfig = { effort: reasoningEffort === "minimal" ? "low" : reasoningEffort };
  return { output_config };
}
