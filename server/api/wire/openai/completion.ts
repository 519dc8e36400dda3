import type { ChatCompletion, ChatCompletionMessage } from "openai/resources/chat/completions";
import type { AnswerPart, ChatAnswer, ReasoningPart } from "#lib/contracts/chat.ts";
import { completionId, toOpenaiFinishReason, toOpenaiUsage } from "./usage.ts";

/** Anthropic's own form of thinking, which a caller gives back with the message so that the model may go on from it. */
export type ThinkingBlock =
  | { type: "thinking"; thinking: string; signature: string }
  | { type: "redacted_thinking"; data: string };

type WireMessage = ChatCompletionMessage & { reasoning_content?: string; thinking_blocks?: ThinkingBlock[] };
type WireCompletion = Omit<ChatCompletion, "choices"> & {
  choices: (Omit<ChatCompletion.Choice, "message"> & { message: WireMessage })[];
};

/** An answer as OpenAI writes it. Thinking, for which OpenAI has no field, stands in the two fields other gateways use. */
export function toChatCompletion(answer: ChatAnswer, requestId: string, nowMs: number): WireCompletion {
  const message = toMessage(answer.content);
  return {
    id: completionId(answer, requestId),
    object: "chat.completion",
    created: Math.floor(nowMs / 1000),
    model: answer.model,
    choices: [
      {
        index: 0,
        message,
        finish_reason: toOpenaiFinishReason(answer.finishReason, message.refusal !== null),
        logprobs: null,
      },
    ],
    usage: toOpenaiUsage(answer.usage),
  };
}

function toMessage(content: readonly AnswerPart[]): WireMessage {
  const text = joined(content, "text");
  const refusal = joined(content, "refusal");
  const reasoning = content.filter((part) => part.type === "reasoning");
  const calls = content.filter((part) => part.type === "tool_call");
  const empty = calls.length > 0 || refusal !== null ? null : "";
  return {
    role: "assistant",
    content: text ?? empty,
    refusal,
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, argumentsJson }) => ({
        id,
        type: "function" as const,
        function: { name, arguments: argumentsJson },
      })),
    }),
    ...(reasoning.length > 0 && {
      reasoning_content: reasoning.map((part) => part.text).join(""),
      thinking_blocks: reasoning.map(toThinkingBlock),
    }),
  };
}

/** Null: no such part. */
function joined(content: readonly AnswerPart[], type: "text" | "refusal"): string | null {
  const parts = content.flatMap((part) => (part.type === type ? [part.text] : []));
  return parts.length > 0 ? parts.join("") : null;
}

export function toThinkingBlock({ text, signature, redacted }: Omit<ReasoningPart, "type">): ThinkingBlock {
  if (redacted !== null) return { type: "redacted_thinking", data: redacted };
  return { type: "thinking", thinking: text, signature: signature ?? "" };
}
