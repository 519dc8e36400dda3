import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { StreamReader, Untimed } from "../../attempt.ts";
import { PartIndex } from "../../part-index.ts";
import { fromCompletionsUsage } from "../convert-usage.ts";
import { fromCompletionsReason } from "../map-finish-reason.ts";

type Event = Untimed<ChatEvent>;
type Delta = ChatCompletionChunk.Choice.Delta;

/** Reads the chunks of a streamed chat completion; its finish comes last, since usage follows the finish reason. */
export class CompletionsReader implements StreamReader<ChatCompletionChunk> {
  private readonly parts = new PartIndex();
  private started = false;
  private refused = false;
  private reason: ChatCompletionChunk.Choice["finish_reason"] = null;
  private usage: ChatCompletionChunk["usage"] = null;

  read(chunk: ChatCompletionChunk): Event[] {
    const events: Event[] = [];
    if (!this.started) {
      this.started = true;
      events.push({ type: "start", providerId: chunk.id ?? null, model: chunk.model });
    }
    if (chunk.usage) this.usage = chunk.usage;
    const choice = chunk.choices?.[0];
    if (!choice) return events;
    this.readDelta(choice.delta, events);
    if (choice.finish_reason) {
      this.reason = choice.finish_reason;
      events.push(...this.parts.endAll());
    }
    return events;
  }

  end(): Event[] {
    if (this.reason === null) return [];
    const finishReason = fromCompletionsReason(this.reason, this.refused);
    return [{ type: "finish", finishReason, stopSequence: null, usage: fromCompletionsUsage(this.usage) }];
  }

  private readDelta({ content, refusal, tool_calls }: Delta, events: Event[]): void {
    if (content) {
      const index = this.parts.started("text", { type: "text" }, events);
      events.push({ type: "text_delta", index, text: content });
    }
    if (refusal) {
      this.refused = true;
      const index = this.parts.started("refusal", { type: "refusal" }, events);
      events.push({ type: "text_delta", index, text: refusal });
    }
    for (const call of tool_calls ?? []) {
      const started = { type: "tool_call", id: call.id ?? "", name: call.function?.name ?? "" } as const;
      const index = this.parts.started(`call ${call.index}`, started, events);
      const argumentsJson = call.function?.arguments;
      if (argumentsJson) events.push({ type: "arguments_delta", index, argumentsJson });
    }
  }
}
