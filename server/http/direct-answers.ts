import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { callerAddress } from "#lib/auth/peer.ts";
import type { Answer } from "#lib/transport/answer.ts";
import { answerCall, type Endpoint } from "#lib/transport/api.ts";
import { callerDeparture } from "#server/api/caller-departure.ts";
import { IncomingCallRequest } from "./incoming-call-request.ts";
import { sendStream } from "./send-stream.ts";

/**
 * Answers agents' calls, which are posts of JSON to a path without parts that vary, from node's own request and
 * response: with the platform's Request, Response and streams and a router in between, HTTP took a tenth of a chat
 * call's time more. Everything else is left to the application, which knows these endpoints, too.
 */
export function directAnswers(endpoints: readonly Endpoint[], application: RequestListener): RequestListener {
  const direct = new Map(endpoints.filter(isDirect).map((endpoint) => [`/api/v1${endpoint.path}`, endpoint]));
  return (request, response) => {
    const endpoint = request.method === "POST" ? direct.get(request.url ?? "") : undefined;
    if (!endpoint) application(request, response);
    else answerDirectly(endpoint, request, response).catch(() => response.destroy());
  };
}

const isDirect = ({ method, path, forPeople, rawBody }: Endpoint) =>
  method === "post" && !path.includes("{") && !forPeople && rawBody === undefined;

const NO_PARAMS = {};

async function answerDirectly(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await answerCall(endpoint, {
    request: new IncomingCallRequest(request),
    params: NO_PARAMS,
    address: callerAddress(request),
    gone: () => callerDeparture(response),
  });
  await send(answer, response);
}

async function send({ status, headers, body }: Answer, response: ServerResponse): Promise<void> {
  if (body instanceof ReadableStream) {
    response.writeHead(status, headers);
    await sendStream(body, response);
    return;
  }
  const bytes = typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
  response.writeHead(status, { ...headers, "Content-Length": bytes });
  response.end(body);
}
