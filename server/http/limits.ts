import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { refuse } from "./refuse.ts";

/** No other machine call needs more; history comes in through the command or the import page. */
export const MAX_MACHINE_BODY_BYTES = 1_048_576;

/** Chats carry images; more than either provider takes in one request. */
export const MAX_CHAT_BODY_BYTES = 33_554_432;
/** Spans come in batches, mostly packed; what they unpack to has a limit of its own. */
export const MAX_TRACE_BODY_BYTES = 4_194_304;
const TRACE_PATH = /^\/api\/v1\/otlp(?:[/?]|$)/;
const CHAT_PATH = /^\/api\/v1\/(?:chat\/completions|messages|embeddings)(?:[/?]|$)/;

/** Time limits against clients that send slowly on purpose; keep-alive outlasts the 60 s of usual load balancers. */
export function limitTimes(server: Server): void {
  server.headersTimeout = 10_000;
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 65_000;
  server.maxHeadersCount = 100;
}

/**
 * Refuses a machine call whose body is too large before a byte of it is read.
 * A body of undeclared length is refused too: counting it as it comes would cost every call. Spans alone may come so, as
 * OpenTelemetry's exporters pack them while they send: whoever reads them counts.
 * @returns true when the call was answered.
 */
export function refuseLargeBody(request: IncomingMessage, response: ServerResponse): boolean {
  const declared = request.headers["content-length"];
  if (declared !== undefined) {
    const bytes = Number(declared);
    if (bytes <= MAX_MACHINE_BODY_BYTES) return false;
    const limit = limitOf(request.url ?? "");
    if (bytes <= limit) return false;
    const message = `The body may have at most ${limit} bytes.`;
    refuse(response, { status: 413, code: "too_large", message });
    return true;
  }
  if (request.headers["transfer-encoding"] === undefined || TRACE_PATH.test(request.url ?? "")) return false;
  refuse(response, { status: 411, code: "invalid_input", message: "Send the body with a Content-Length." });
  return true;
}

function limitOf(url: string): number {
  if (CHAT_PATH.test(url)) return MAX_CHAT_BODY_BYTES;
  return TRACE_PATH.test(url) ? MAX_TRACE_BODY_BYTES : MAX_MACHINE_BODY_BYTES;
}

/**
 * Refuses what is no path of ours: `*`, whole addresses, which proxies are asked for and which the page framework
 * would redirect to, and escapes that do not decode, on which it fails.
 * @returns true when the request was answered.
 */
export function refuseOddTarget(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = "" } = request;
  if (url.startsWith("/") && (!url.includes("%") || decodes(url))) return false;
  refuse(response, { status: 400, code: "invalid_input", message: "Ask for a path, such as /api/v1/route." });
  return true;
}

function decodes(url: string): boolean {
  const end = url.indexOf("?");
  try {
    decodeURIComponent(end < 0 ? url : url.slice(0, end));
    return true;
  } catch {
    return false;
  }
}
