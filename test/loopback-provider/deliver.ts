import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.ts";
import type { PreparedAnswer } from "./fixture.ts";
import { type Interface, refusal, streamContentType, streamEnd } from "./wire-format.ts";

export interface Delivery {
  api: Interface;
  response: ServerResponse;
  streamed: boolean;
  answer: PreparedAnswer;
}

const REQUEST_IDS: Record<Interface, string> = {
  openai: "x-request-id",
  "openai-responses": "x-request-id",
  anthropic: "request-id",
  bedrock: "x-amzn-requestid",
};
let served = 0;

const headers = (api: Interface, contentType: string) => ({
  "content-type": contentType,
  [REQUEST_IDS[api]]: `req_loopback_${++served}`,
});

/** The answer as the provider would give it. */
export function deliver({ api, response, streamed, answer }: Delivery): void {
  if (streamed) response.writeHead(200, headers(api, streamContentType(api))).end(answer.stream);
  else {
    const { whole } = answer;
    response.writeHead(200, { ...headers(api, "application/json"), "content-length": whole.length }).end(whole);
  }
}

export async function deliverFault(delivery: Delivery, fault: Fault): Promise<void> {
  const { api, response, streamed } = delivery;
  switch (fault.kind) {
    case "status": {
      const { body, headers: own } = refusal(api, fault.status);
      const { retryAfterSeconds } = fault;
      const wait = retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) };
      response.writeHead(fault.status, { ...headers(api, "application/json"), ...own, ...wait });
      response.end(JSON.stringify(body));
      return;
    }
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "slow_drip":
      return drip(delivery, fault.gapMs);
    case "cut":
      return cut(delivery, fault.afterEvents ?? 3);
    case "stall":
      return begin(delivery, fault.afterEvents ?? 3);
    case "bad_json":
      if (streamed && api !== "bedrock") response.writeHead(200, headers(api, streamContentType(api)));
      else response.writeHead(200, headers(api, "application/json"));
      response.end(streamed && api !== "bedrock" ? 'data: {"id": "chatcmpl-1", \n\n' : '{"id": "chatcmpl-1", ');
      return;
    case "wrong_content_type":
      response.writeHead(200, headers(api, "text/html")).end("<html><body>Please sign in</body></html>");
      return;
    default:
      fault satisfies never;
  }
}

async function drip({ api, response, streamed, answer }: Delivery, gapMs: number): Promise<void> {
  response.writeHead(200, headers(api, streamed ? streamContentType(api) : "application/json"));
  response.flushHeaders();
  const part = Math.ceil(answer.whole.length / 10);
  const tenths = Array.from({ length: 10 }, (_, i) => answer.whole.subarray(i * part, (i + 1) * part));
  for (const piece of streamed ? [...answer.frames, streamEnd(api)] : tenths) {
    await sleep(gapMs);
    if (response.destroyed) return;
    response.write(piece);
  }
  response.end();
}

async function cut(delivery: Delivery, afterEvents: number): Promise<void> {
  await begin(delivery, afterEvents);
  // What was written arrives before the end of the connection, as it does from a process that dies.
  await sleep(10);
  delivery.response.socket?.destroy();
}

async function begin({ api, response, streamed, answer }: Delivery, afterEvents: number): Promise<void> {
  const { whole, frames } = answer;
  if (streamed) response.writeHead(200, headers(api, streamContentType(api)));
  else response.writeHead(200, { ...headers(api, "application/json"), "content-length": whole.length });
  const pieces = streamed ? frames.slice(0, afterEvents) : [whole.subarray(0, whole.length >> 1)];
  response.flushHeaders();
  if (pieces.length > 0) await new Promise((written) => response.write(Buffer.concat(pieces), written));
}
