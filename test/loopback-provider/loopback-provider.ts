import { once } from "node:events";
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { deliver, deliverFault } from "./deliver.ts";
import { bedrockEmbedding, openaiEmbeddings } from "./embeddings.ts";
import { type Fault, faultOrderSchema } from "./fault.ts";
import { fixtureFor, prepare, prepareAll, type WireFixture } from "./fixture.ts";
import type { Interface } from "./wire-format.ts";

export interface ReceivedCall {
  interface: Interface;
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  /** The caller ended the connection before the answer was whole. */
  closedByClient: boolean;
}

interface Options {
  /** 0: any free one. */
  port?: number;
  /** Calls remembered; 0 for benchmarks. */
  remember?: number;
}

/** A provider of all three kinds on this machine: answers from fixtures, fails on demand, remembers what it was asked. */
export interface LoopbackProvider {
  /** Base URL of Anthropic's and AWS's SDKs; OpenAI's wants `/v1` after it. */
  url: string;
  received: ReceivedCall[];
  /** Resolves when the provider sees a caller go before its answer was whole. */
  nextClosedByClient: () => Promise<ReceivedCall>;
  /** The next requests fail so; others are answered. */
  fail: (fault: Fault, order?: { times?: number; interface?: Interface }) => void;
  /** The next request of this interface gets this answer: a fixture's name, or one made on the spot. */
  answer: (api: Interface, fixture: string | WireFixture) => void;
  /** Connections that were made since it started. */
  connections: () => number;
  /** Forgets orders and what was received. */
  reset: () => void;
  close: () => Promise<void>;
}

const CHAT_PATHS: readonly [RegExp, Interface, boolean | null][] = [
  [/\/chat\/completions$/, "openai", null],
  [/\/responses$/, "openai-responses", null],
  [/\/messages$/, "anthropic", null],
  [/^\/model\/[^/]+\/converse$/, "bedrock", false],
  [/^\/model\/[^/]+\/converse-stream$/, "bedrock", true],
];

export async function startLoopbackProvider({ port = 0, remember = 10_000 }: Options = {}): Promise<LoopbackProvider> {
  const answers = prepareAll();
  const received: ReceivedCall[] = [];
  const ordered = new Map<Interface, (string | WireFixture)[]>();
  let faults: { fault: Fault; times: number; interface?: Interface | undefined }[] = [];
  let watchers: ((call: ReceivedCall) => void)[] = [];

  const takeFault = (api: Interface): Fault | null => {
    const order = faults.find((one) => one.interface === undefined || one.interface === api);
    if (!order) return null;
    order.times -= 1;
    if (order.times === 0) faults = faults.filter((one) => one !== order);
    return order.fault;
  };

  const chat = (api: Interface, streamed: boolean, body: Record<string, unknown>, response: ServerResponse) => {
    const wanted = ordered.get(api)?.shift() ?? fixtureFor(api, body);
    const answer = typeof wanted === "string" ? answers[api].get(wanted) : prepare(api, wanted);
    if (!answer) throw new Error(`There is no fixture ${api}/${String(wanted)}.`);
    const fault = takeFault(api);
    const delivery = { api, response, streamed, answer };
    if (fault) void deliverFault(delivery, fault);
    else deliver(delivery);
  };

  const json = (response: ServerResponse, body: unknown) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));

  const answerTo = (request: IncomingMessage, response: ServerResponse, text: string) => {
    const path = request.url ?? "/";
    const body: Record<string, unknown> = text.startsWith("{") ? JSON.parse(text) : {};
    if (path === "/__loopback/faults") {
      faults.push(faultOrderSchema.parse(body));
      return json(response, { ok: true });
    }
    if (path === "/__loopback/received") return json(response, received);
    const found = CHAT_PATHS.find(([pattern]) => pattern.test(path.split("?")[0] ?? ""));
    const api = found?.[1] ?? (path.startsWith("/model/") ? "bedrock" : "openai");
    if (received.length < remember) {
      const call = { interface: api, path, headers: request.headers, body, closedByClient: false };
      received.push(call);
      response.on("close", () => {
        if (response.writableFinished) return;
        call.closedByClient = true;
        for (const watcher of watchers.splice(0)) watcher(call);
      });
    }
    if (found) return chat(api, found[2] ?? body.stream === true, body, response);
    if (path.endsWith("/embeddings")) return json(response, openaiEmbeddings(body));
    if (path.endsWith("/invoke")) {
      const { status, answer, tokens } = bedrockEmbedding(decodeURIComponent(path.split("/")[2] ?? ""), body);
      const headers = { "content-type": "application/json", "x-amzn-bedrock-input-token-count": String(tokens) };
      const error = status === 200 ? {} : { "x-amzn-errortype": "ValidationException" };
      return response.writeHead(status, { ...headers, ...error }).end(JSON.stringify(answer));
    }
    if (path.endsWith("/models")) return json(response, models(request));
    response.writeHead(404).end();
  };

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => undefined);
    request.on("end", () => answerTo(request, response, Buffer.concat(chunks).toString()));
  });
  server.keepAliveTimeout = 60_000;
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    nextClosedByClient: () => new Promise((seen) => watchers.push(seen)),
    fail: (fault, { times = 1, interface: api } = {}) => void faults.push({ fault, times, interface: api }),
    answer: (api, fixture) => void ordered.set(api, [...(ordered.get(api) ?? []), fixture]),
    connections: () => connections,
    reset: () => {
      faults = [];
      watchers = [];
      ordered.clear();
      received.splice(0);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** OpenAI and Anthropic list their models at the same path; the version header tells them apart. */
function models({ headers }: IncomingMessage): unknown {
  if (!headers["anthropic-version"]) {
    const data = ["gpt-4o", "gpt-6.2-sol"].map((id) => ({ id, object: "model", created: 1, owned_by: "openai" }));
    return { object: "list", data };
  }
  const ids = ["claude-sonnet-4-5", "claude-opus-5-5"];
  const data = ids.map((id) => ({ type: "model", id, display_name: id, created_at: "2026-01-01T00:00:00Z" }));
  return { data, has_more: false, first_id: ids[0], last_id: ids.at(-1) };
}
