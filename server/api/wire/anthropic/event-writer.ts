import type {
  RawContentBlockStartEvent,
  RawMessageDeltaEvent,
  RawMessageStartEvent,
} from "@anthropic-ai/sdk/resources/messages";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import type { EventWriter } from "../event-writer.ts";
import { toAnthropicError } from "./error.ts";
import { messageId, toAnthropicUsage, toDeltaUsage, toStopDetails, toStopReason } from "./usage.ts";

type StartEvent = Extract<ChatEvent, { type: "start" }>;
type PartType = Extract<ChatEvent, { type: "part_start" }>["part"]["type"];

const NOTHING_YET: TokenUsage = {
  ...{ inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 },
  ...{ outputTokens: 0, reasoningTokens: null },
};

/** An answer's events as Anthropic's stream of a message. */
export class MessageEventWriter implements EventWriter {
  readonly #requestId: string;
  readonly #open = new Map<number, PartType>();
  /** Held back for the counts of the input, which providers that know them early tell right after it. */
  #start: StartEvent | null = null;
  #usage: TokenUsage = NOTHING_YET;

  constructor(requestId: string) {
    this.#requestId = requestId;
  }

  write(event: ChatEvent): string {
    switch (event.type) {
      case "start":
        this.#start = event;
        return "";
      case "usage":
        if (this.#start) this.#usage = { ...this.#usage, ...event.usage };
        return this.#begin();
      case "part_start":
        this.#open.set(event.index, event.part.type);
        return this.#begin() + startBlock(event);
      case "text_delta":
        return this.#text(event.index, event.text);
      case "arguments_delta":
        return delta(event.index, { type: "input_json_delta", partial_json: event.argumentsJson });
      case "signature":
        return delta(event.index, { type: "signature_delta", signature: event.signature });
      case "part_end":
        this.#open.delete(event.index);
        return `event: content_block_stop\ndata: {"type":"content_block_stop","index":${event.index}}\n\n`;
      case "finish":
        return this.#begin() + finish(event);
      default:
        return event satisfies never;
    }
  }

  ping = () => 'event: ping\ndata: {"type":"ping"}\n\n';
  end = () => sse("message_stop", { type: "message_stop" });

  fail(error: ErrorBody): string {
    return this.#begin() + sse("error", toAnthropicError(error));
  }

  #begin(): string {
    const start = this.#start;
    if (!start) return "";
    this.#start = null;
    const event: RawMessageStartEvent = {
      type: "message_start",
      message: {
        id: messageId(start, this.#requestId),
        type: "message",
        role: "assistant",
        model: start.model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        container: null,
        diagnostics: null,
        usage: toAnthropicUsage(this.#usage),
      },
    };
    return sse("message_start", event);
  }

  #text(index: number, text: string): string {
    const type = this.#open.get(index);
    return delta(
      index,
      type === "reasoning" ? { type: "thinking_delta", thinking: text } : { type: "text_delta", text },
    );
  }
}

const sse = (name: string, data: object) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

function delta(index: number, content: object): string {
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${JSON.stringify(content)}}\n\n`;
}

function startBlock({ index, part }: Extract<ChatEvent, { type: "part_start" }>): string {
  const event: RawContentBlockStartEvent = { type: "content_block_start", index, content_block: emptyBlock(part) };
  return sse("content_block_start", event);
}

function emptyBlock(
  part: Extract<ChatEvent, { type: "part_start" }>["part"],
): RawContentBlockStartEvent["content_block"] {
  switch (part.type) {
    case "text":
    case "refusal":
      return { type: "text", text: "", citations: null };
    case "reasoning":
      if (part.redacted !== null) return { type: "redacted_thinking", data: part.redacted };
      return { type: "thinking", thinking: "", signature: "" };
    case "tool_call":
      return { type: "tool_use", id: part.id, name: part.name, input: {}, caller: { type: "direct" } };
    default:
      return part satisfies never;
  }
}

function finish({ finishReason, stopSequence, usage }: Extract<ChatEvent, { type: "finish" }>): string {
  const event: RawMessageDeltaEvent = {
    type: "message_delta",
    delta: {
      stop_reason: toStopReason(finishReason),
      stop_sequence: stopSequence,
      stop_details: toStopDetails(finishReason),
      container: null,
    },
    usage: toDeltaUsage(usage),
  };
  return sse("message_delta", event);
}
