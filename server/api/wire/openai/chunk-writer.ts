import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ChatEvent, FinishReason } from "#lib/contracts/chat.ts";
import type { ErrorBody } from "#lib/contracts/error.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import type { EventWriter } from "../event-writer.ts";
import { type ThinkingBlock, toThinkingBlock } from "./completion.ts";
import { toOpenaiError } from "./error.ts";
import { completionId, toOpenaiFinishReason, toOpenaiUsage } from "./usage.ts";

type Delta = ChatCompletionChunk.Choice.Delta & { reasoning_content?: string; thinking_blocks?: ThinkingBlock[] };

/** A part under way; thinking is collected, since its block is told whole. */
type OpenPart =
  | { type: "text" }
  | { type: "refusal" }
  | { type: "tool_call"; call: number }
  | { type: "reasoning"; text: string; signature: string | null; redacted: string | null };

interface ChunkOptions {
  requestId: string;
  nowMs: number;
  includeUsage: boolean;
}

/** An answer's events as OpenAI's `chat.completion.chunk`s. */
export class ChunkWriter implements EventWriter {
  readonly #options: ChunkOptions;
  readonly #open = new Map<number, OpenPart>();
  #head = "";
  #tail = "";
  #calls = 0;
  #refusedInWords = false;

  constructor(options: ChunkOptions) {
    this.#options = options;
  }

  write(event: ChatEvent): string {
    switch (event.type) {
      case "start":
        this.#begin(event);
        return this.#chunk({ role: "assistant", content: "", refusal: null });
      case "part_start":
        return this.#startPart(event);
      case "text_delta":
        return this.#text(event.index, event.text);
      case "arguments_delta": {
        const part = this.#open.get(event.index);
        if (part?.type !== "tool_call") return "";
        return this.#chunk({ tool_calls: [{ index: part.call, function: { arguments: event.argumentsJson } }] });
      }
      case "signature": {
        const part = this.#open.get(event.index);
        if (part?.type === "reasoning") part.signature = (part.signature ?? "") + event.signature;
        return "";
      }
      case "part_end":
        return this.#endPart(event.index);
      case "usage":
        return "";
      case "finish":
        return this.#finish(event.finishReason, event.usage);
      default:
        return event satisfies never;
    }
  }

  ping = () => ": ping\n\n";
  end = () => "data: [DONE]\n\n";

  fail(error: ErrorBody): string {
    return `data: ${JSON.stringify(toOpenaiError(error))}\n\n`;
  }

  /** All but the delta is the same in every chunk, so it is written once. */
  #begin({ providerId, model }: Extract<ChatEvent, { type: "start" }>): void {
    const { requestId, nowMs, includeUsage } = this.#options;
    const id = completionId({ providerId }, requestId);
    const frame = { id, object: "chat.completion.chunk", created: Math.floor(nowMs / 1000), model };
    this.#head = `data: ${JSON.stringify(frame).slice(0, -1)},"choices":[`;
    this.#tail = includeUsage ? '],"usage":null}\n\n' : "]}\n\n";
  }

  #chunk(delta: Delta): string {
    return `${this.#head}{"index":0,"delta":${JSON.stringify(delta)},"logprobs":null,"finish_reason":null}${this.#tail}`;
  }

  #startPart({ index, part }: Extract<ChatEvent, { type: "part_start" }>): string {
    switch (part.type) {
      case "text":
        this.#open.set(index, part);
        return "";
      case "refusal":
        this.#refusedInWords = true;
        this.#open.set(index, part);
        return "";
      case "reasoning":
        this.#open.set(index, { type: "reasoning", text: "", signature: null, redacted: part.redacted });
        return "";
      case "tool_call": {
        const call = this.#calls++;
        this.#open.set(index, { type: "tool_call", call });
        const { id, name } = part;
        return this.#chunk({ tool_calls: [{ index: call, id, type: "function", function: { name, arguments: "" } }] });
      }
      default:
        return part satisfies never;
    }
  }

  #text(index: number, text: string): string {
    const part = this.#open.get(index);
    switch (part?.type) {
      case "text":
        return this.#chunk({ content: text });
      case "refusal":
        return this.#chunk({ refusal: text });
      case "reasoning":
        part.text += text;
        return this.#chunk({ reasoning_content: text });
      default:
        return "";
    }
  }

  #endPart(index: number): string {
    const part = this.#open.get(index);
    this.#open.delete(index);
    return part?.type === "reasoning" ? this.#chunk({ thinking_blocks: [toThinkingBlock(part)] }) : "";
  }

  #finish(reason: FinishReason, usage: TokenUsage): string {
    const finishReason = toOpenaiFinishReason(reason, this.#refusedInWords);
    const last = `${this.#head}{"index":0,"delta":{},"logprobs":null,"finish_reason":"${finishReason}"}${this.#tail}`;
    if (!this.#options.includeUsage) return last;
    return `${last}${this.#head}],"usage":${JSON.stringify(toOpenaiUsage(usage))}}\n\n`;
  }
}
