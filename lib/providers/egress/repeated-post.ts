import type { Departure } from "#lib/core/departure.ts";
import { type Egress, egressFetch, headersOf, send } from "./fetch.ts";
import { jsonOf } from "./whole-answer.ts";

interface Post {
  method: string;
  path: string;
  body?: unknown;
  /** Of this call alone. */
  headers?: unknown;
  query?: unknown;
  signal?: AbortSignal | null | undefined;
}

interface Built {
  req: RequestInit & { headers: Headers };
  url: string;
  timeout: number;
}

/**
 * Answers hooks of an SDK's client for what Signalbox sends, which together are a quarter of a call's time: the headers,
 * the same for all calls with a JSON body, are built by the SDK once; an attempt's signal goes straight to the
 * connection, where the SDK would join it with a signal and a timer of its own, whose limit never comes; and of an answer
 * that came whole and well, nothing is left for the SDK to do.
 */
export class RepeatedPost {
  readonly #egress: Egress;
  readonly #fetch: typeof fetch;
  /** By path: an SDK asks for a handful. */
  readonly #urls = new Map<string, string>();
  #first: { built: Built; plain: Record<string, string> } | null = null;
  /** What has come for a call that the SDK is to judge, by the call's signal. */
  readonly #come = new WeakMap<AbortSignal, Promise<Response>>();

  constructor(egress: Egress) {
    this.#egress = egress;
    this.#fetch = egressFetch(egress);
  }

  /**
   * Posts, and gives the JSON of the answer.
   * @param sdk `build` builds the call, once a path, and `judge` makes it through the SDK where it failed: what has come
   *   is then its answer, and the error is the SDK's.
   */
  async whole<T>(
    { path, body }: { path: string; body: object },
    departure: Departure,
    sdk: { build: () => Promise<unknown>; judge: (signal: AbortSignal) => PromiseLike<T> },
  ): Promise<T> {
    if (!this.#urls.has(path)) await sdk.build();
    const headers = this.#first?.plain ?? {};
    const sent = { method: "POST", headers, body: JSON.stringify(body) } as const;
    const come = send(this.#egress, this.#urls.get(path) ?? path, sent, departure);
    const json = jsonOf(await come.catch(() => null));
    if (json !== null) return JSON.parse(json);
    this.#come.set(departure.signal, come);
    return sdk.judge(departure.signal);
  }

  /** @param first how the SDK itself builds the call */
  async build(
    { path, body, headers, query, signal }: Post,
    url: (path: string) => string,
    first: () => Promise<Built>,
  ): Promise<Built> {
    // What a call brings of its own is the SDK's to put in.
    if (headers || query) return first();
    if (this.#first === null) {
      const built = await first();
      this.#first = { built, plain: headersOf(built.req.headers) };
    }
    const { req, timeout } = this.#first.built;
    const next = { method: "POST", headers: req.headers, body: JSON.stringify(body), signal: signal ?? null };
    const address = this.#urls.get(path) ?? url(path);
    this.#urls.set(path, address);
    return { req: next, url: address, timeout };
  }

  /** In place of the SDK's `fetchWithTimeout`, which writes methods in capitals as well. */
  fetch(url: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
    const { method = "get", signal } = init;
    const come = signal && this.#come.get(signal);
    if (come) return come;
    const repeated = init.headers === this.#first?.built.req.headers ? this.#first?.plain : undefined;
    return this.#fetch(url, { ...init, method: method.toUpperCase(), ...(repeated && { headers: repeated }) });
  }
}
