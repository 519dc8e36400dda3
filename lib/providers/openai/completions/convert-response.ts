import type { ChatCompletion } from "openai/resources/chat/completions";
import type { AnswerPart, ChatAnswer } from "#lib/contracts/chat.ts";
import type { Untimed } from "../../attempt.ts";
import { ProviderFailure } from "../../failure.ts";
import { fromCompletionsUsage } from "../convert-usage.ts";
import { fromCompletionsReason } from "../map-finish-reason.ts";

/** @throws ProviderFailure broken_answer when the answer has no choice or no usage: its cost could not be told */
export function fromCompletionsResponse(response: ChatCompletion): Untimed<ChatAnswer> {
  const choice = response?.choices?.[0];
  if (!choice) throw new ProviderFailure("broken_answer", "OpenAI's answer has no choice.");
  const { content, refusal, tool_calls } = choice.message;
  const parts: AnswerPart[] = [];
  if (content) parts.push({ type: "text", text: content, cache: null });
  if (refusal) parts.push({ type: "refusal", text: refusal });
  for (const call of tool_calls ?? []) {
    // Tools of another type are never offered.
    if (call.type !== "function") continue;
    parts.push({ type: "tool_call", id: call.id, name: call.function.name, argumentsJson: call.function.arguments });
  }
  return {
    providerId: response.id ?? null,
    model: response.model,
    content: parts,
    finishReason: fromCompletionsReason(choice.finish_reason, Boolean(refusal)),
    stopSequence: null,
    usage: fromCompletionsUsage(response.usage),
  };
}
