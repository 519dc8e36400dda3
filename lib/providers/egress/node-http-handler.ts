import http, { type AgentOptions, type ClientRequestArgs } from "node:http";
import https, { type RequestOptions } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { NodeHttpHandler, type NodeHttpHandlerOptions } from "@smithy/node-http-handler";
import { processState } from "#lib/core/process-state.ts";
import { CONNECT_TIMEOUT_MS, IDLE_MS, MOST_CONNECT_TIMEOUTS } from "./fetch.ts";
import { guardedLookup, type Resolve, requireAllowedLiteral } from "./lookup.ts";
import type { EgressTarget } from "./policy.ts";

const KEEP_ALIVE: AgentOptions = { keepAlive: true, timeout: IDLE_MS };

interface Agents {
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
}

/** Makes a connection with the guarded lookup, or a socket that has already failed with the reason. */
function guarded<O extends ClientRequestArgs>(
  secure: boolean,
  options: O,
  resolve: Resolve | undefined,
  connect: (options: O) => Duplex | null | undefined,
): Duplex | null | undefined {
  const host = options.host ?? options.hostname ?? "localhost";
  const target: EgressTarget = { secure, host, port: Number(options.port) || (secure ? 443 : 80) };
  try {
    requireAllowedLiteral(target);
  } catch (error) {
    return new Socket().destroy(error instanceof Error ? error : new Error(String(error)));
  }
  return connect({ ...options, lookup: guardedLookup(target, resolve) });
}

class GuardedHttpAgent extends http.Agent {
  readonly #resolve: Resolve | undefined;

  constructor(resolve?: Resolve) {
    super(KEEP_ALIVE);
    this.#resolve = resolve;
  }

  override createConnection(options: ClientRequestArgs): Duplex | null | undefined {
    return guarded(false, options, this.#resolve, (checked) => super.createConnection(checked));
  }
}

class GuardedHttpsAgent extends https.Agent {
  readonly #resolve: Resolve | undefined;
  readonly #connectMs: number;

  constructor(connectMs: number, resolve?: Resolve) {
    super(KEEP_ALIVE);
    this.#connectMs = connectMs;
    this.#resolve = resolve;
  }

  override createConnection(options: RequestOptions): Duplex | null | undefined {
    const socket = guarded(true, options, this.#resolve, (checked) => super.createConnection(checked));
    if (socket) limitHandshake(socket, this.#connectMs);
    return socket;
  }
}

/** The handler's own limit ends when TCP stands; a server that takes the connection and says nothing would hold it. */
function limitHandshake(socket: Duplex, connectMs: number): void {
  const late = Object.assign(new Error(`Connecting timed out after ${connectMs} ms.`), { code: "ETIMEDOUT" });
  const timer = setTimeout(() => socket.destroy(late), connectMs);
  for (const event of ["secureConnect", "close"]) socket.once(event, () => clearTimeout(timer));
}

/** A client that is destroyed after its call leaves the connections to the calls of others. */
class SharedNodeHttpHandler extends NodeHttpHandler {
  override destroy(): void {}
}

/** @param resolve in place of the system's resolver */
export function createEgressAgents(resolve?: Resolve, connectMs = CONNECT_TIMEOUT_MS): Agents {
  return { httpAgent: new GuardedHttpAgent(resolve), httpsAgent: new GuardedHttpsAgent(connectMs, resolve) };
}

const shared = () => processState("providers.egress.agents", () => new Map<number, Agents>());

/** The guarded keep-alive connections of this process, by how long a new one may take. */
function sharedAgents(connectMs = CONNECT_TIMEOUT_MS): Agents {
  const known = shared().get(connectMs);
  if (known) return known;
  if (shared().size >= MOST_CONNECT_TIMEOUTS && connectMs !== CONNECT_TIMEOUT_MS) return sharedAgents();
  const made = createEgressAgents(undefined, connectMs);
  shared().set(connectMs, made);
  return made;
}

/**
 * The request handler of an AWS client: HTTP/1.1 (the default, HTTP/2, fails behind most gateways) over the guarded
 * keep-alive connections of this process. It follows no redirect: Node's requests never do.
 * @param options timeouts of the calls, in milliseconds
 */
export function egressNodeHttpHandler(
  options: Pick<
    NodeHttpHandlerOptions,
    "connectionTimeout" | "requestTimeout" | "throwOnRequestTimeout" | "socketTimeout"
  > = {},
  agents: Agents = sharedAgents(options.connectionTimeout),
): NodeHttpHandler {
  return new SharedNodeHttpHandler({ connectionTimeout: CONNECT_TIMEOUT_MS, ...options, ...agents });
}
