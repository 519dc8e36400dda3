import type { Response, ResponseOutputItem } from "openai/resources/responses/responses";
import type { AnswerPart, ChatAnswer } from "#lib/contracts/chat.ts";
import type { Untimed } from "../../attempt.ts";
import { ProviderFailure } from "../../failure.ts";
import { failureOfStatus } from "../../refusal.ts";
import { fromResponsesUsage } from "../convert-usage.ts";
import { statusOfEvent } from "../errors.ts";
import { fromResponsesStatus } from "../map-finish-reason.ts";
import { reasoningSignature } from "./convert-input.ts";

/** @throws ProviderFailure when it failed at OpenAI, and broken_answer without output or usage */
export function fromResponsesResponse(response: Response): Untimed<ChatAnswer> {
  if (!Array.isArray(response?.output)) throw new ProviderFailure("broken_answer", "OpenAI's answer has no output.");
  if (response.status === "failed") throw failed(response);
  return {
    providerId: response.id ?? null,
    model: response.model,
    content: response.output.flatMap(answerParts),
    finishReason: fromResponsesStatus(response),
    stopSequence: null,
    usage: fromResponsesUsage(response.usage),
  };
}

/** A response that failed after it was taken: its status is a word, its HTTP status was 200. */
export function failed({ error, model }: Response): ProviderFailure {
  const status = statusOfEvent(error?.code);
  const message = error?.message ?? "";
  return failureOfStatus({ provider: "OpenAI", model, status, message, retryAfterMs: null, requestId: null });
}

function answerParts(item: ResponseOutputItem): AnswerPart[] {
  switch (item.type) {
    case "message":
      return item.content.map((part) =>
        part.type === "refusal"
          ? { type: "refusal", text: part.refusal }
          : { type: "text", text: part.text, cache: null },
      );
    case "function_call":
      return [{ type: "tool_call", id: item.call_id, name: item.name, argumentsJson: item.arguments }];
    case "reasoning": {
      const text = item.summary.map((part) => part.text).join("\n\n");
      return [{ type: "reasoning", text, signature: reasoningSignature(item), redacted: null }];
    }
    default:
      // Items of tools that run at OpenAI, which are never offered.
      return [];
  }
}
