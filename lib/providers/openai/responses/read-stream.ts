import type { Response, ResponseOutputItem, ResponseStreamEvent } from "openai/resources/responses/responses";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { StreamReader, Untimed } from "../../attempt.ts";
import { PartIndex } from "../../part-index.ts";
import { failureOfStatus } from "../../refusal.ts";
import { fromResponsesUsage } from "../convert-usage.ts";
import { statusOfEvent } from "../errors.ts";
import { fromResponsesStatus } from "../map-finish-reason.ts";
import { reasoningSignature } from "./convert-input.ts";
import { failed } from "./convert-response.ts";

type Event = Untimed<ChatEvent>;

/** Reads the events of a streamed response: parts are told apart by item, those of a message by content as well. */
export class ResponsesReader implements StreamReader<ResponseStreamEvent> {
  private readonly parts = new PartIndex();
  private readonly model: string;

  constructor(model: string) {
    this.model = model;
  }

  read(event: ResponseStreamEvent): Event[] {
    const events: Event[] = [];
    switch (event.type) {
      case "response.created":
        return [{ type: "start", providerId: event.response.id ?? null, model: event.response.model }];
      case "response.output_item.added":
        this.itemAdded(event.output_index, event.item, events);
        return events;
      case "response.output_text.delta":
      case "response.refusal.delta": {
        const type = event.type === "response.refusal.delta" ? "refusal" : "text";
        const index = this.parts.started(`${event.output_index}.${event.content_index}`, { type }, events);
        events.push({ type: "text_delta", index, text: event.delta });
        return events;
      }
      case "response.content_part.done":
        return this.parts.end(`${event.output_index}.${event.content_index}`);
      case "response.function_call_arguments.delta": {
        const index = this.parts.of(event.output_index);
        return index === null ? [] : [{ type: "arguments_delta", index, argumentsJson: event.delta }];
      }
      case "response.reasoning_summary_part.added":
        return event.summary_index === 0 ? [] : this.thought(event.output_index, "\n\n");
      case "response.reasoning_summary_text.delta":
        return this.thought(event.output_index, event.delta);
      case "response.output_item.done":
        return [...this.signature(event.output_index, event.item), ...this.parts.end(event.output_index)];
      case "response.completed":
      case "response.incomplete":
        return [...this.parts.endAll(), finish(event.response)];
      case "response.failed":
        throw failed(event.response);
      case "error": {
        const { code, message } = event;
        const facts = { provider: "OpenAI", model: this.model, message, retryAfterMs: null, requestId: null };
        throw failureOfStatus({ ...facts, status: statusOfEvent(code) });
      }
      default:
        // Progress and repetitions of what the deltas said.
        return events;
    }
  }

  end(): Event[] {
    return [];
  }

  private itemAdded(key: number, item: ResponseOutputItem, events: Event[]): void {
    if (item.type === "function_call") {
      this.parts.started(key, { type: "tool_call", id: item.call_id, name: item.name }, events);
    }
    if (item.type === "reasoning") this.parts.started(key, { type: "reasoning", redacted: null }, events);
  }

  private thought(key: number, text: string): Event[] {
    const index = this.parts.of(key);
    return index === null ? [] : [{ type: "text_delta", index, text }];
  }

  private signature(key: number, item: ResponseOutputItem): Event[] {
    const index = this.parts.of(key);
    const signature = item.type === "reasoning" ? reasoningSignature(item) : null;
    return index === null || signature === null ? [] : [{ type: "signature", index, signature }];
  }
}

function finish(response: Response): Event {
  const usage = fromResponsesUsage(response.usage);
  return { type: "finish", finishReason: fromResponsesStatus(response), stopSequence: null, usage };
}
