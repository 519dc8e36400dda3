import type { ChatCompletion } from "openai/resources/chat/completions";
import type { Completion, FinishReason } from "../completion.ts";
import { ProviderFailure } from "../failure.ts";

/** @throws ProviderFailure when the answer has no choice or no usage: its cost could not be told. */
export function fromOpenaiResponse(response: ChatCompletion, latencyMs: number): Completion {
  const choice = response.choices[0];
  const { usage } = response;
  if (!choice || !usage) throw new ProviderFailure("unexpected", "OpenAI's answer has no choice or no usage.");
  return {
    text: choice.message.content ?? choice.message.refusal ?? "",
    model: response.model,
    usage: {
      inputTokens: usage.prompt_tokens,
      outputTokens: usage.completion_tokens,
      cacheReadTokens: usage.prompt_tokens_details?.cached_tokens ?? null,
      cacheWriteTokens: null,
    },
    finishReason: choice.message.refusal ? "refused" : finishReason(choice.finish_reason),
    latencyMs,
  };
}

function finishReason(reason: ChatCompletion.Choice["finish_reason"]): FinishReason {
  switch (reason) {
    case "stop":
      return "stop";
    case "length":
      return "length";
    case "content_filter":
      return "refused";
    default:
      return "other";
  }
}
