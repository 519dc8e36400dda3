import { buildConnector, type Dispatcher, Pool } from "undici";
import type { Leaving } from "#lib/core/departure.ts";
import { processState } from "#lib/core/process-state.ts";
import { Exchange } from "./exchange.ts";
import { guardedLookup, type Resolve, requireAllowedLiteral } from "./lookup.ts";
import { type EgressTarget, targetOf } from "./policy.ts";

export const CONNECT_TIMEOUT_MS = 10_000;
/** As many different connect timeouts have connections of their own; further ones take the default. */
export const MOST_CONNECT_TIMEOUTS = 16;
const MOST_ORIGINS = 256;
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

/** The guarded connections to an origin. */
export type Egress = (origin: string) => Dispatcher;

/**
 * A pool for each origin. Not undici's Agent: once it has closed a pool, the end of that pool's last connection closes
 * the pool that took its place, and so on for ever; every call then made a connection of its own.
 * @param resolve in place of the system's resolver
 */
export function createEgress(resolve?: Resolve, connectMs = CONNECT_TIMEOUT_MS): Egress {
  const pools = new Map<string, Pool>();
  return (origin) => {
    const known = pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      keepAliveTimeout: IDLE_MS,
      headersTimeout: LONGEST_SILENCE_MS,
      bodyTimeout: LONGEST_SILENCE_MS,
      maxResponseSize: LARGEST_ANSWER_BYTES,
      connect: guardedConnector(targetOf(origin), connectMs, resolve),
    });
    pools.set(origin, pool);
    const [oldest] = pools.entries();
    if (pools.size > MOST_ORIGINS && oldest) {
      pools.delete(oldest[0]);
      // Calls under way there end first.
      void oldest[1].close();
    }
    return pool;
  };
}

const shared = () => processState("providers.egress.pools", () => new Map<number, Egress>());

/** The guarded keep-alive connections of this process, by how long a new one may take. */
export function sharedEgress(connectMs = CONNECT_TIMEOUT_MS): Egress {
  const known = shared().get(connectMs);
  if (known) return known;
  if (shared().size >= MOST_CONNECT_TIMEOUTS && connectMs !== CONNECT_TIMEOUT_MS) return sharedEgress();
  const made = createEgress(undefined, connectMs);
  shared().set(connectMs, made);
  return made;
}

/**
 * A `fetch` for the SDKs of OpenAI and Anthropic: keep-alive connections to addresses that may be reached, redirects
 * answered as they are and never followed, JSON read whole before it is given (so that the SDK's timeout covers it),
 * anything else as a stream.
 * @param egress the guarded connections; by default those of this process
 */
export function egressFetch(egress: Egress = sharedEgress()): typeof fetch {
  return (input, init = {}) => {
    if (input instanceof Request) throw new TypeError("An address and its parts are wanted, not a Request.");
    const { headers, body, signal = null } = init;
    const method = (init.method ?? "GET") as Dispatcher.HttpMethod;
    return send(egress, String(input), { method, headers: headersOf(headers), body: bodyOf(body) }, signal);
  };
}

interface Sent {
  method: Dispatcher.HttpMethod;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | null;
}

/** The same for what is known to be in this form. */
export function send(egress: Egress, url: string, sent: Sent, leaving: Leaving | null): Promise<Response> {
  const { origin, path } = addressOf(url);
  const { method, headers, body } = sent;
  const exchange = new Exchange(leaving);
  egress(origin).dispatch({ path, method, headers, body }, exchange);
  return exchange.answered;
}

interface Address {
  origin: string;
  path: string;
}
const addresses = new Map<string, Address>();
const MOST_ADDRESSES = 256;

/** Calls go to the same few addresses again and again. */
function addressOf(url: string): Address {
  const known = addresses.get(url);
  if (known) return known;
  const { origin, pathname, search } = new URL(url);
  const address = { origin, path: pathname + search };
  if (addresses.size >= MOST_ADDRESSES) addresses.clear();
  addresses.set(url, address);
  return address;
}

/** What is sent of headers, with a word against compression. */
export function headersOf(given: RequestInit["headers"]): Record<string, string> {
  const plain = given !== undefined && !(given instanceof Headers) && !Array.isArray(given);
  return { "accept-encoding": "identity", ...(plain ? given : Object.fromEntries(new Headers(given))) };
}

function bodyOf(body: RequestInit["body"]): string | Uint8Array | null {
  if (body === null || body === undefined) return null;
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  throw new TypeError("A body of text or bytes is wanted.");
}
