import type { ChatEvent } from "#lib/contracts/chat.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import type { EndedCallFacts, StreamedChat } from "#lib/contracts/gateway.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { messageOf } from "#lib/core/errors.ts";
import { seededRandom, seedOf } from "#lib/core/random.ts";
import { markOf, ThoughtMarker } from "#lib/engines/execution/own-thoughts.ts";
import type { ProviderFailure } from "#lib/providers/port.ts";
import { log } from "#lib/runtime/log.ts";
import { asFailure, noteFailure } from "./attempt-loop.ts";
import type { CallEnding, CallLink, OpenCall } from "./call.ts";
import { endCall, factsOf } from "./end-call.ts";
import { answerTokens, promptTokens } from "./prompt-size.ts";

/** A stream whose first content has come. */
export interface BegunStream {
  first: readonly ChatEvent[];
  rest: AsyncIterator<ChatEvent>;
  firstTokenMs: number | null;
}

/** Hands a stream's events on and writes the call down at its end, whichever it is: finished, broken, or left. */
export function relayStream(
  call: OpenCall,
  link: CallLink,
  begun: BegunStream,
): Pick<StreamedChat, "events" | "ended"> {
  const relay = new StreamRelay(call, link, begun);
  return { events: relay, ended: relay.ended };
}

class StreamRelay implements AsyncIterableIterator<ChatEvent> {
  readonly ended: Promise<EndedCallFacts>;
  private settle: (facts: EndedCallFacts) => void = () => undefined;
  private ending: Promise<EndedCallFacts> | null = null;
  private servedModel: string | null = null;
  private usage: Partial<TokenUsage> = {};
  private characters = 0;
  private readonly waiting: ChatEvent[];
  private readonly call: OpenCall;
  private readonly link: CallLink;
  private readonly begun: BegunStream;
  private readonly marker: ThoughtMarker;

  constructor(call: OpenCall, link: CallLink, begun: BegunStream) {
    this.call = call;
    this.link = link;
    this.begun = begun;
    const { provider, model } = link.configuration.settings;
    this.marker = new ThoughtMarker(markOf(provider, model));
    this.waiting = [...begun.first];
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<ChatEvent, undefined>> {
    if (this.ending) return { done: true, value: undefined };
    const waiting = this.waiting.shift();
    if (waiting) return this.handOn(waiting);
    let step: IteratorResult<ChatEvent>;
    try {
      step = await this.begun.rest.next();
    } catch (error) {
      throw await this.broke(asFailure(error));
    }
    return step.done ? { done: true, value: undefined } : this.handOn(step.value);
  }

  /** The reader leaves: the provider's call ends, and what it has cost so far is written down. */
  async return(): Promise<IteratorResult<ChatEvent, undefined>> {
    if (!this.ending) {
      await this.begun.rest.return?.();
      await this.end({ ...this.partial(), errorKind: "aborted", finishReason: null });
    }
    return { done: true, value: undefined };
  }

  private async handOn(event: ChatEvent): Promise<IteratorResult<ChatEvent, undefined>> {
    this.call.kept?.note(event);
    switch (event.type) {
      case "start":
        this.servedModel = event.model;
        break;
      case "usage":
        this.usage = { ...this.usage, ...event.usage };
        break;
      case "text_delta":
        this.characters += event.text.length;
        break;
      case "arguments_delta":
        this.characters += event.argumentsJson.length;
        break;
      case "finish": {
        const { usage, finishReason } = event;
        void this.readToEnd();
        const ended = this.end({ ...this.partial(), usage, usageEstimated: false, errorKind: null, finishReason });
        await ended;
        break;
      }
      case "part_start":
      case "signature":
        return { done: false, value: this.marker.next(event) };
      case "part_end":
        break;
      default:
        event satisfies never;
    }
    return { done: false, value: event };
  }

  /** Behind the finish: only at its end an attempt lets go of its limits, which otherwise live as long as a call may last. */
  private async readToEnd(): Promise<void> {
    try {
      while (!(await this.begun.rest.next()).done);
    } catch (error) {
      log().warn({ call: this.call.callId, error: messageOf(error) }, "a stream broke behind its finish");
    }
  }

  private async broke(failure: ProviderFailure): Promise<FailedCall> {
    const { call, link } = this;
    // The tokens delivered are counted below: they, not nothing, are what is known of the cost.
    noteFailure({ ctx: call.ctx, billedUnknown: false }, link.endpoint, failure, seededRandom(seedOf(call.callId)));
    const attempt = call.attempts.at(-1);
    if (attempt)
      call.attempts[call.attempts.length - 1] = { ...attempt, failure: failure.kind, status: failure.status };
    this.usage = { ...this.usage, ...failure.usage };
    return new FailedCall(failure, await this.end({ ...this.partial(), errorKind: failure.kind, finishReason: null }));
  }

  /** What the provider told, and where it told nothing what was sent and delivered: at least so much was generated. */
  private partial(): Omit<CallEnding, "errorKind" | "finishReason"> {
    const { usage } = this;
    const counted: TokenUsage = {
      inputTokens: usage.inputTokens ?? promptTokens(this.link.request),
      cacheReadTokens: usage.cacheReadTokens ?? 0,
      cacheWrite5mTokens: usage.cacheWrite5mTokens ?? 0,
      cacheWrite1hTokens: usage.cacheWrite1hTokens ?? 0,
      outputTokens: Math.max(usage.outputTokens ?? 0, answerTokens(this.characters)),
      reasoningTokens: usage.reasoningTokens ?? null,
    };
    const { firstTokenMs } = this.begun;
    return { link: this.link, servedModel: this.servedModel, usage: counted, usageEstimated: true, firstTokenMs };
  }

  private end(ending: CallEnding): Promise<EndedCallFacts> {
    this.ending ??= endCall(this.call, ending).catch((error: unknown) => {
      log().error({ call: this.call.callId, error: messageOf(error) }, "a stream's usage could not be written");
      const lost = { ...factsOf(this.call, this.link), servedModel: ending.servedModel, costNanoUsd: null };
      this.settle(lost);
      throw error;
    });
    void this.ending.then(this.settle, () => undefined);
    return this.ending;
  }
}
