import type { ChatCompletionCreateParamsNonStreaming } from "openai/resources/chat/completions";
import type { CompletionRequest } from "../completion.ts";

/** Chat Completions request; what is not set is left out, so that the model's own default holds. */
export function toOpenaiRequest({ settings, messages }: CompletionRequest): ChatCompletionCreateParamsNonStreaming {
  const { systemPrompt, temperature, topP, frequencyPenalty, presencePenalty, reasoningEffort, stopSequences } =
    settings;
  return {
    model: settings.model,
    messages: [
      ...(systemPrompt ? [{ role: "system" as const, content: systemPrompt }] : []),
      ...messages.map(({ role, text }) => ({ role, content: text })),
    ],
    max_completion_tokens: settings.maxTokens,
    ...(temperature !== null && { temperature }),
    ...(topP !== null && { top_p: topP }),
    ...(frequencyPenalty !== null && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== null && { presence_penalty: presencePenalty }),
    ...(reasoningEffort !== null && { reasoning_effort: reasoningEffort }),
    ...(stopSequences.length > 0 && { stop: stopSequences }),
  };
}
