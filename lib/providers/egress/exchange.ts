import type { Dispatcher } from "undici";
import type { Leaving } from "#lib/core/departure.ts";
import { ProviderFailure } from "../failure.ts";
import { AnswerHeaders, wholeAnswer } from "./whole-answer.ts";

type Controller = Dispatcher.DispatchController;
type Received = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

/** Statuses that carry no body, by the fetch standard. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * One request and its answer, as undici tells of them. undici's own `request` makes a stream and a listener more of
 * every answer, which takes a third of its time.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answered: Promise<Response>;
  private readonly leaving: Leaving | null;
  private resolve: (answer: Response) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;
  private controller: Controller | null = null;
  private left: Error | null = null;
  private whole: { status: number; headers: Received; chunks: Buffer[] } | null = null;
  private stream: ReadableStreamDefaultController<Uint8Array> | null = null;

  constructor(leaving: Leaving | null) {
    this.leaving = leaving;
    this.answered = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    if (leaving?.aborted) this.leave();
    else leaving?.addEventListener("abort", this.leave, { once: true });
  }

  onRequestStart(controller: Controller): void {
    this.controller = controller;
    if (this.left) controller.abort(this.left);
  }

  onResponseStart(controller: Controller, status: number, headers: Received): void {
    // "Continue" and the like come before the answer.
    if (status < 200) return;
    if (WITHOUT_BODY.has(status) || String(headers["content-type"]).includes("json")) {
      this.whole = { status, headers, chunks: [] };
    } else {
      this.resolve(new Response(this.open(controller), { status, headers: toHeaders(headers) }));
    }
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.whole?.chunks.push(chunk);
    this.stream?.enqueue(chunk);
    if (this.stream && (this.stream.desiredSize ?? 0) <= 0) controller.pause();
  }

  onResponseEnd(): void {
    this.letGo();
    this.stream?.close();
    if (!this.whole) return;
    const { status, headers, chunks } = this.whole;
    const [first] = chunks;
    const bytes = chunks.length === 1 && first ? first : Buffer.concat(chunks);
    this.resolve(wholeAnswer(status, new AnswerHeaders(headers), bytes.toString("utf8")));
  }

  onResponseError(_: Controller, error: Error): void {
    this.letGo();
    this.stream?.error(error);
    this.reject(this.whole && !this.left ? cutOff(error) : error);
  }

  /** The answer's body piece by piece, at the pace at which it is read. */
  private open(controller: Controller): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (stream) => {
        this.stream = stream;
      },
      pull: () => controller.resume(),
      cancel: (reason) => {
        this.stream = null;
        controller.abort(asError(reason));
      },
    });
  }

  private readonly leave = (): void => {
    this.left = asError(this.leaving?.reason);
    if (this.controller) this.controller.abort(this.left);
    // It waits for a connection: nothing is sent once that stands.
    else this.reject(this.left);
  };

  private letGo(): void {
    this.leaving?.removeEventListener("abort", this.leave);
  }
}

const asError = (reason: unknown) => (reason instanceof Error ? reason : new Error("The reader left."));

/** The line, not its reader, ended an answer that had begun. */
const cutOff = (cause: Error) =>
  Object.assign(new ProviderFailure("broken_answer", "The provider's answer was cut off."), { cause });

function toHeaders(received: Received): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(received)) {
    for (const one of [value ?? []].flat()) all.append(name, one);
  }
  return all;
}
