import type {
  RawContentBlockDelta,
  RawContentBlockStartEvent,
  RawMessageStreamEvent,
  StopReason,
} from "@anthropic-ai/sdk/resources/messages";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import type { StreamReader, Untimed } from "../attempt.ts";
import { PartIndex } from "../part-index.ts";
import { fromAnthropicUsage, withDeltaUsage } from "./convert-usage.ts";
import { fromAnthropicReason } from "./map-finish-reason.ts";

type Event = Untimed<ChatEvent>;

/** Reads the events of a streamed message. */
export class AnthropicReader implements StreamReader<RawMessageStreamEvent> {
  private readonly parts = new PartIndex();
  private usage: TokenUsage | null = null;
  private reason: StopReason | null = null;
  private stopSequence: string | null = null;

  read(event: RawMessageStreamEvent): Event[] {
    switch (event.type) {
      case "message_start": {
        const { id, model, usage } = event.message;
        this.usage = fromAnthropicUsage(usage);
        return [
          { type: "start", providerId: id ?? null, model },
          { type: "usage", usage: this.usage },
        ];
      }
      case "content_block_start":
        return this.blockStart(event);
      case "content_block_delta": {
        const index = this.parts.of(event.index);
        return index === null ? [] : delta(index, event.delta);
      }
      case "content_block_stop":
        return this.parts.end(event.index);
      case "message_delta":
        this.reason = event.delta.stop_reason;
        this.stopSequence = event.delta.stop_sequence;
        if (this.usage && event.usage) this.usage = withDeltaUsage(this.usage, event.usage);
        return [];
      case "message_stop":
        return this.finish();
      default:
        // Kinds of events that come to be are to be passed over, says the API's versioning.
        return [];
    }
  }

  end(): Event[] {
    return [];
  }

  private blockStart({ index, content_block: block }: RawContentBlockStartEvent): Event[] {
    const events: Event[] = [];
    switch (block.type) {
      case "text": {
        const at = this.parts.started(index, { type: "text" }, events);
        if (block.text) events.push({ type: "text_delta", index: at, text: block.text });
        break;
      }
      case "thinking":
        this.parts.started(index, { type: "reasoning", redacted: null }, events);
        break;
      case "redacted_thinking":
        this.parts.started(index, { type: "reasoning", redacted: block.data }, events);
        break;
      case "tool_use":
        this.parts.started(index, { type: "tool_call", id: block.id, name: block.name }, events);
        break;
      default:
      // Blocks of tools that run at Anthropic, which are never offered.
    }
    return events;
  }

  private finish(): Event[] {
    // Without counts the stream has not been one: it ends without its finish.
    if (!this.usage) return [];
    const { usage, stopSequence } = this;
    return [{ type: "finish", finishReason: fromAnthropicReason(this.reason), stopSequence, usage }];
  }
}

function delta(index: number, change: RawContentBlockDelta): Event[] {
  switch (change.type) {
    case "text_delta":
      return [{ type: "text_delta", index, text: change.text }];
    case "thinking_delta":
      return [{ type: "text_delta", index, text: change.thinking }];
    case "signature_delta":
      return [{ type: "signature", index, signature: change.signature }];
    case "input_json_delta":
      return change.partial_json ? [{ type: "arguments_delta", index, argumentsJson: change.partial_json }] : [];
    default:
      return [];
  }
}
