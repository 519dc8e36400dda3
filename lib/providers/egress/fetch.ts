import { Agent, buildConnector, type Dispatcher, Pool, request } from "undici";
import { processState } from "#lib/core/process-state.ts";
import { ProviderFailure } from "../failure.ts";
import { guardedLookup, type Resolve, requireAllowedLiteral } from "./lookup.ts";
import { type EgressTarget, targetOf } from "./policy.ts";
import { toWebStream } from "./web-stream.ts";

export const CONNECT_TIMEOUT_MS = 10_000;
/** As many different connect timeouts have connections of their own; further ones take the default. */
const MOST_DISPATCHERS = 16;
/** Below the minute after which load balancers drop an idle connection. */
export const IDLE_MS = 30_000;
/** Callers give up earlier through their signal; this only keeps a forgotten call from staying for ever. */
const LONGEST_SILENCE_MS = 900_000;
const LARGEST_ANSWER_BYTES = 128 * 1024 * 1024;

/** Judges before each new connection; connections that are kept alive were judged when they were made. */
function guardedConnector(target: EgressTarget, timeout: number, resolve?: Resolve): buildConnector.connector {
  const connect = buildConnector({ timeout, lookup: guardedLookup(target, resolve) });
  return (options, callback) => {
    try {
      requireAllowedLiteral(target);
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null);
      return;
    }
    connect(options, callback);
  };
}

/** @param resolve in place of the system's resolver */
export function createEgressDispatcher(resolve?: Resolve, connectMs = CONNECT_TIMEOUT_MS): Dispatcher {
  return new Agent({
    keepAliveTimeout: IDLE_MS,
    headersTimeout: LONGEST_SILENCE_MS,
    bodyTimeout: LONGEST_SILENCE_MS,
    maxResponseSize: LARGEST_ANSWER_BYTES,
    factory: (origin, options) =>
      new Pool(origin, { ...options, connect: guardedConnector(targetOf(origin), connectMs, resolve) }),
  });
}

const dispatchers = () => processState("providers.egress.dispatchers", () => new Map<number, Dispatcher>());

/** The guarded keep-alive connections of this process, by how long a new one may take. */
export function sharedDispatcher(connectMs = CONNECT_TIMEOUT_MS): Dispatcher {
  const known = dispatchers().get(connectMs);
  if (known) return known;
  if (dispatchers().size >= MOST_DISPATCHERS && connectMs !== CONNECT_TIMEOUT_MS) return sharedDispatcher();
  const made = createEgressDispatcher(undefined, connectMs);
  dispatchers().set(connectMs, made);
  return made;
}

/** Statuses that carry no body, by the fetch standard. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for the SDKs of OpenAI and Anthropic: keep-alive connections to addresses that may be reached, redirects
 * answered as they are and never followed, JSON read whole before it is given (so that the SDK's timeout covers it),
 * anything else as a stream.
 * @param dispatcher the guarded connections; by default those of this process
 */
export function egressFetch(dispatcher: Dispatcher = sharedDispatcher()): typeof fetch {
  return async (input, init = {}) => {
    if (input instanceof Request) throw new TypeError("An address and its parts are wanted, not a Request.");
    const { statusCode, headers, body } = await request(input, {
      dispatcher,
      method: (init.method ?? "GET") as Dispatcher.HttpMethod,
      headers: { "accept-encoding": "identity", ...Object.fromEntries(new Headers(init.headers)) },
      body: bodyOf(init.body),
      signal: init.signal ?? null,
    });
    const answer = { status: statusCode, headers: toHeaders(headers) };
    if (WITHOUT_BODY.has(statusCode)) {
      await body.dump();
      return new Response(null, answer);
    }
    const whole = String(headers["content-type"]).includes("json");
    return new Response(whole ? await body.arrayBuffer().catch(cutOff(init.signal)) : toWebStream(body), answer);
  };
}

/** What ended an answer that had begun: its reader, or the line. */
function cutOff(signal: AbortSignal | null | undefined): (cause: unknown) => never {
  return (cause) => {
    if (signal?.aborted) throw cause;
    throw Object.assign(new ProviderFailure("broken_answer", "The provider's answer was cut off."), { cause });
  };
}

function bodyOf(body: RequestInit["body"]): string | Uint8Array | null {
  if (body === null || body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new TypeError("A body of text or bytes is wanted.");
}

function toHeaders(headers: Record<string, string | string[] | undefined>): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of [value ?? []].flat()) all.append(name, one);
  }
  return all;
}
