import type { IncomingMessage } from "node:http";
import type { CallRequest } from "#lib/transport/call-request.ts";

const BYTE_ORDER_MARK = "\uFEFF";

/** A request as node has it, read like the platform's. Its length was declared and judged before. */
export class IncomingCallRequest implements CallRequest {
  readonly #incoming: IncomingMessage;
  readonly headers: CallRequest["headers"];

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    this.headers = new IncomingHeaders(incoming.headers);
  }

  get method(): string {
    return this.#incoming.method ?? "GET";
  }

  get url(): string {
    return `http://${this.#incoming.headers.host ?? "localhost"}${this.#incoming.url ?? "/"}`;
  }

  text(): Promise<string> {
    const incoming = this.#incoming;
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.once("end", () => resolve(textOf(chunks)));
      incoming.once("error", reject);
      // The end of a connection that broke before anybody listened.
      if (incoming.destroyed) reject(new Error("The request broke off."));
    });
  }
}

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  const text = (chunks.length === 1 && first ? first : Buffer.concat(chunks)).toString("utf8");
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

class IncomingHeaders {
  readonly #received: IncomingMessage["headers"];

  constructor(received: IncomingMessage["headers"]) {
    this.#received = received;
  }

  get(name: string): string | null {
    const value = this.#received[name.toLowerCase()];
    return Array.isArray(value) ? value.join(", ") : (value ?? null);
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }
}
