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
 * Answers two hooks of an SDK's client for what Signalbox sends, which together are a sixth of a call's time: the
 * headers, the same for all calls with a JSON body, are built by the SDK once; and an attempt's signal goes straight to
 * the connection, where the SDK would join it with a signal and a timer of its own, whose limit never comes.
 */
export class RepeatedPost {
  readonly #send: typeof fetch;
  /** By path: an SDK asks for a handful. */
  readonly #urls = new Map<string, string>();
  #first: { built: Built; plain: Record<string, string> } | null = null;

  constructor(send: typeof fetch) {
    this.#send = send;
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
      this.#first = { built, plain: Object.fromEntries(built.req.headers) };
    }
    const { req, timeout } = this.#first.built;
    const next = { method: "POST", headers: req.headers, body: JSON.stringify(body), signal: signal ?? null };
    const address = this.#urls.get(path) ?? url(path);
    this.#urls.set(path, address);
    return { req: next, url: address, timeout };
  }

  /** In place of the SDK's `fetchWithTimeout`, which writes methods in capitals as well. */
  fetch(url: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
    const { method = "get" } = init;
    const repeated = init.headers === this.#first?.built.req.headers ? this.#first?.plain : undefined;
    return this.#send(url, { ...init, method: method.toUpperCase(), ...(repeated && { headers: repeated }) });
  }
}
