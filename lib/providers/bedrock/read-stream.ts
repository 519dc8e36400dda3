import type {
  ContentBlockDeltaEvent,
  ContentBlockStartEvent,
  ConverseStreamOutput,
  ReasoningContentBlockDelta,
  StopReason,
} from "@aws-sdk/client-bedrock-runtime";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { StreamReader, Untimed } from "../attempt.ts";
import { PartIndex } from "../part-index.ts";
import { base64 } from "./convert-response.ts";
import { fromConverseUsage } from "./convert-usage.ts";
import { fromConverseReason, stopSequenceOf } from "./map-finish-reason.ts";

type Event = Untimed<ChatEvent>;

/** Reads the events of ConverseStream; usage comes after the reason to stop. */
export class ConverseReader implements StreamReader<ConverseStreamOutput> {
  /** Converse's events do not name the answer; its response does. */
  providerId: string | null = null;
  private readonly model: string;
  private readonly parts = new PartIndex();
  private reason: StopReason | undefined;
  private stopSequence: string | null = null;

  constructor(model: string) {
    this.model = model;
  }

  read(event: ConverseStreamOutput): Event[] {
    if (event.contentBlockDelta) return this.delta(event.contentBlockDelta);
    if (event.contentBlockStart) return this.blockStart(event.contentBlockStart);
    if (event.contentBlockStop) return this.parts.end(event.contentBlockStop.contentBlockIndex ?? 0);
    if (event.messageStart) return [{ type: "start", providerId: this.providerId, model: this.model }];
    if (event.messageStop) {
      this.reason = event.messageStop.stopReason;
      this.stopSequence = stopSequenceOf(event.messageStop.additionalModelResponseFields);
      return [];
    }
    if (!event.metadata || this.reason === undefined) return [];
    const { stopSequence } = this;
    const usage = fromConverseUsage(event.metadata.usage);
    return [{ type: "finish", finishReason: fromConverseReason(this.reason), stopSequence, usage }];
  }

  end(): Event[] {
    return [];
  }

  private blockStart({ contentBlockIndex = 0, start }: ContentBlockStartEvent): Event[] {
    const events: Event[] = [];
    if (start?.toolUse) {
      const { toolUseId = "", name = "" } = start.toolUse;
      this.parts.started(contentBlockIndex, { type: "tool_call", id: toolUseId, name }, events);
    }
    return events;
  }

  /** Text and reasoning begin with their first piece: Converse announces tools alone. */
  private delta({ contentBlockIndex: key = 0, delta }: ContentBlockDeltaEvent): Event[] {
    const events: Event[] = [];
    if (delta?.text !== undefined) {
      const index = this.parts.started(key, { type: "text" }, events);
      if (delta.text) events.push({ type: "text_delta", index, text: delta.text });
    } else if (delta?.toolUse?.input !== undefined) {
      const index = this.parts.of(key);
      const argumentsJson = delta.toolUse.input;
      if (index !== null && argumentsJson) events.push({ type: "arguments_delta", index, argumentsJson });
    } else if (delta?.reasoningContent) this.reasoning(key, delta.reasoningContent, events);
    return events;
  }

  private reasoning(key: number, content: ReasoningContentBlockDelta, events: Event[]): void {
    const redacted = content.redactedContent ? base64(content.redactedContent) : null;
    const index = this.parts.started(key, { type: "reasoning", redacted }, events);
    if (content.text) events.push({ type: "text_delta", index, text: content.text });
    if (content.signature) events.push({ type: "signature", index, signature: content.signature });
  }
}
