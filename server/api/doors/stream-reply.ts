import type { ChatEvent } from "#lib/contracts/chat.ts";
import type { StreamedChat } from "#lib/contracts/gateway.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { Reply } from "#lib/transport/api.ts";
import { toErrorBody } from "#lib/transport/error-map.ts";
import { type EventWriter, sseComment } from "../wire/event-writer.ts";
import { beginHeaders, endHeaders } from "./fact-headers.ts";

/** Shorter than the patience of usual load balancers and clients with a connection that says nothing. */
const PING_MS = 15_000;

/** No proxy in between may collect what should arrive piece by piece. */
const STREAM_HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

interface StreamedAnswer {
  chat: StreamedChat;
  writer: EventWriter;
  requestId: string;
}

/**
 * A streamed answer. What fails before the first event is thrown, so that it gets its own status; what fails later
 * is told in the stream. Events are taken at the pace at which the client reads.
 */
export async function streamReply(answer: StreamedAnswer): Promise<Reply> {
  const iterator = answer.chat.events[Symbol.asyncIterator]();
  const first = await iterator.next();
  const body = new ReadableStream<Uint8Array>(new EventBytes(answer, iterator, first));
  return new Reply(body, { ...STREAM_HEADERS, ...beginHeaders(answer.chat.facts) });
}

class EventBytes implements UnderlyingDefaultSource<Uint8Array> {
  readonly #answer: StreamedAnswer;
  readonly #iterator: AsyncIterator<ChatEvent>;
  #first: IteratorResult<ChatEvent> | null;
  #finished = false;
  #pings: NodeJS.Timeout | null = null;

  constructor(answer: StreamedAnswer, iterator: AsyncIterator<ChatEvent>, first: IteratorResult<ChatEvent>) {
    this.#answer = answer;
    this.#iterator = iterator;
    this.#first = first;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#pings = setInterval(() => {
      // A client that does not read is not kept waiting for more.
      if ((controller.desiredSize ?? 0) > 0) controller.enqueue(Buffer.from(this.#answer.writer.ping()));
    }, PING_MS);
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    const { writer, requestId } = this.#answer;
    try {
      let text = "";
      // An event that says nothing in this format must not be the last one asked for.
      while (text === "") {
        const next = this.#first ?? (await this.#iterator.next());
        this.#first = null;
        if (next.done) return await this.#end(controller);
        if (next.value.type === "finish") this.#finished = true;
        text = writer.write(next.value);
      }
      this.#pings?.refresh();
      controller.enqueue(Buffer.from(text));
    } catch (error) {
      this.#close(controller, (await this.#facts()) + writer.fail(toErrorBody(error, requestId).body));
    }
  }

  async cancel(): Promise<void> {
    if (this.#pings) clearInterval(this.#pings);
    await this.#iterator.return?.();
  }

  async #end(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    if (!this.#finished) throw new SignalboxError("unavailable", "The provider's answer broke off.");
    this.#close(controller, (await this.#facts()) + this.#answer.writer.end());
  }

  async #facts(): Promise<string> {
    return sseComment(endHeaders(await this.#answer.chat.ended));
  }

  #close(controller: ReadableStreamDefaultController<Uint8Array>, text: string): void {
    if (this.#pings) clearInterval(this.#pings);
    try {
      controller.enqueue(Buffer.from(text));
      controller.close();
    } catch {
      // The client went away meanwhile: nobody reads the end.
    }
  }
}
