import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { ListenOptions, Server as NetServer, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { cleanIncoming, notePage } from "#lib/auth/peer.ts";
import { refuseForeignOrigin } from "./foreign-origin.ts";
import { limitTimes, refuseLargeBody, refuseOddTarget } from "./limits.ts";
import { answerStarting, answerStopping } from "./not-serving.ts";
import { securePage } from "./security-headers.ts";

/** Who answers what, once the product is ready. */
export interface Handlers {
  /** Paths of the machine API, health and metrics. */
  machine: RequestListener;
  /** Everything else. */
  pages: RequestListener;
}

/** Of a process that helps another with the machine API alone. */
export interface HelperHandlers {
  machine: RequestListener;
  /** Whatever is no call below /api/v1; it comes cleaned. */
  elsewhere: RequestListener;
}

/** The one port of the product. It is taken before the product is ready, so that a second start notices at once. */
export interface Front {
  server: Server;
  /** @throws the listen error, EADDRINUSE when the port is taken. */
  listen(port: number, host: string): Promise<void>;
  /** Listens on a socket in the file system, for other processes of the product: what they say of a caller is believed. */
  listenAt(path: string): Promise<void>;
  /** Answers a connection that another server, or another process, has accepted. */
  accept(socket: Socket): void;
  /** From now on requests are answered by these. */
  serve(handlers: Handlers | HelperHandlers): void;
  /**
   * Takes no new connection, answers what still comes on open ones with 503 and Retry-After, lets requests in flight end
   * for `graceMs`, then cuts the rest.
   */
  drain(graceMs: number): Promise<void>;
}

const MACHINE_PATH = /^\/api\/(?:v1|health|metrics)(?:[/?]|$)/;
/** Between two looks for connections that have become idle. */
const SWEEP_MS = 50;
const API_PATH = /^\/api\/v1(?:[/?]|$)/;
const isMachine = (request: IncomingMessage) => MACHINE_PATH.test(request.url ?? "");

/** @param development true relaxes the script policy for reloads. */
export function createFront(development: boolean): Front {
  let handlers: Handlers | HelperHandlers | null = null;
  let draining = false;
  const server = http.createServer((request, response) => {
    if (draining) answerStopping(isMachine(request), response);
    else if (handlers) dispatch(handlers, request, response, { development, isForwarded: isForwarded(request) });
    else answerStarting(isMachine(request), response);
  });
  limitTimes(server);
  const sockets = new Set<Socket>();
  const accepted = new WeakSet<Socket>();
  let isPrivate = false;
  const isForwarded = ({ socket }: IncomingMessage) => isPrivate && !accepted.has(socket);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    server,
    listen: (port, host) => listenOn(server, { port, host }),
    listenAt: (path) => {
      isPrivate = true;
      return listenOn(server, { path });
    },
    accept: (socket) => {
      // As the server does with its own.
      socket.allowHalfOpen = true;
      accepted.add(socket);
      server.emit("connection", socket);
    },
    serve: (ready) => {
      handlers = ready;
    },
    drain: (graceMs) => {
      draining = true;
      return drain(server, sockets, graceMs);
    },
  };
}

function dispatch(
  handlers: Handlers | HelperHandlers,
  request: IncomingMessage,
  response: ServerResponse,
  { development, isForwarded }: { development: boolean; isForwarded: boolean },
): void {
  if (refuseOddTarget(request, response)) return;
  cleanIncoming(request, isForwarded);
  if ("elsewhere" in handlers && !API_PATH.test(request.url ?? "")) {
    handlers.elsewhere(request, response);
    return;
  }
  if (isMachine(request)) {
    if (!refuseLargeBody(request, response)) handlers.machine(request, response);
    return;
  }
  if (!("pages" in handlers) || refuseForeignOrigin(request, response)) return;
  securePage(request, response, development);
  notePage(request);
  handlers.pages(request, response);
}

/** @throws the listen error, EADDRINUSE when the address is taken. */
export function listenOn(server: NetServer, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function drain(server: Server, sockets: ReadonlySet<Socket>, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  // Connections that become idle after their answer would wait for the next request otherwise.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  // Not closeAllConnections: a connection that became a WebSocket is no longer the server's.
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await closed;
  // The server does not count connections that another one accepted.
  while (sockets.size > 0) await sleep(SWEEP_MS);
  clearInterval(sweep);
  clearTimeout(cut);
}
