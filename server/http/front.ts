import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
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

/** The one port of the product. It is taken before the product is ready, so that a second start notices at once. */
export interface Front {
  server: Server;
  /** @throws the listen error, EADDRINUSE when the port is taken. */
  listen(port: number, host: string): Promise<void>;
  /** From now on requests are answered by these. */
  serve(handlers: Handlers): void;
  /**
   * Takes no new connection, answers what still comes on open ones with 503 and Retry-After, lets requests in flight end
   * for `graceMs`, then cuts the rest.
   */
  drain(graceMs: number): Promise<void>;
}

const MACHINE_PATH = /^\/api\/(?:v1|health|metrics)(?:[/?]|$)/;
const isMachine = (request: IncomingMessage) => MACHINE_PATH.test(request.url ?? "");

/** @param development true relaxes the script policy for reloads. */
export function createFront(development: boolean): Front {
  let handlers: Handlers | null = null;
  let draining = false;
  const server = http.createServer((request, response) => {
    if (draining) answerStopping(isMachine(request), response);
    else if (handlers) dispatch(handlers, request, response, development);
    else answerStarting(isMachine(request), response);
  });
  limitTimes(server);
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    server,
    listen: (port, host) => listen(server, port, host),
    serve: (ready) => {
      handlers = ready;
    },
    drain: (graceMs) => {
      draining = true;
      return drain(server, sockets, graceMs);
    },
  };
}

function dispatch(handlers: Handlers, request: IncomingMessage, response: ServerResponse, development: boolean): void {
  if (refuseOddTarget(request, response)) return;
  cleanIncoming(request);
  if (isMachine(request)) {
    if (!refuseLargeBody(request, response)) handlers.machine(request, response);
    return;
  }
  if (refuseForeignOrigin(request, response)) return;
  securePage(request, response, development);
  notePage(request);
  handlers.pages(request, response);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
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
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  // Not closeAllConnections: a connection that became a WebSocket is no longer the server's.
  const cut = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
