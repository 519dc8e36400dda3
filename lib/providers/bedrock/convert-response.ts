import type { ContentBlock, ConverseCommandOutput } from "@aws-sdk/client-bedrock-runtime";
import type { AnswerPart, ChatAnswer } from "#lib/contracts/chat.ts";
import type { Untimed } from "../attempt.ts";
import { ProviderFailure } from "../failure.ts";
import { fromConverseUsage } from "./convert-usage.ts";
import { fromConverseReason, stopSequenceOf } from "./map-finish-reason.ts";

/** @throws ProviderFailure broken_answer when the answer has no message or no usage: its cost could not be told */
export function fromConverseResponse(response: ConverseCommandOutput, model: string): Untimed<ChatAnswer> {
  const message = response.output?.message;
  if (!message) throw new ProviderFailure("broken_answer", "Bedrock's answer has no message.");
  return {
    providerId: response.$metadata.requestId ?? null,
    model,
    content: (message.content ?? []).flatMap(answerPart),
    finishReason: fromConverseReason(response.stopReason),
    stopSequence: stopSequenceOf(response.additionalModelResponseFields),
    usage: fromConverseUsage(response.usage),
  };
}

function answerPart({ text, toolUse, reasoningContent }: ContentBlock): AnswerPart[] {
  if (text !== undefined) return [{ type: "text", text, cache: null }];
  if (toolUse) {
    const { toolUseId = "", name = "", input } = toolUse;
    return [{ type: "tool_call", id: toolUseId, name, argumentsJson: JSON.stringify(input ?? {}) }];
  }
  if (reasoningContent?.reasoningText) {
    const { text: thought = "", signature } = reasoningContent.reasoningText;
    return [{ type: "reasoning", text: thought, signature: signature ?? null, redacted: null }];
  }
  if (reasoningContent?.redactedContent) {
    return [{ type: "reasoning", text: "", signature: null, redacted: base64(reasoningContent.redactedContent) }];
  }
  // Documents, audio and other kinds of content are never asked for.
  return [];
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
