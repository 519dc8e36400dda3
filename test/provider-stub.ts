import { once } from "node:events";
import http, { type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** A loopback server in the place of a provider: it answers as told and remembers what it was asked. */
export interface ProviderStub {
  url: string;
  seen: SeenRequest[];
  /** How the next requests are answered. */
  answer: (respond: (response: ServerResponse) => void) => void;
  json: (status: number, body: unknown, headers?: Record<string, string>) => void;
  close: () => Promise<void>;
}

export async function startProviderStub(): Promise<ProviderStub> {
  const seen: SeenRequest[] = [];
  let respond = (response: ServerResponse): void => {
    response.writeHead(500).end();
  };
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    seen.push({ path: request.url ?? "", headers: request.headers, body: text ? JSON.parse(text) : {} });
    respond(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    answer: (next) => {
      respond = next;
    },
    json: (status, body, headers = {}) => {
      respond = (response) => {
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(JSON.stringify(body));
      };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
