import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { callerAddress } from "#lib/auth/peer.ts";
import { log } from "#lib/runtime/log.ts";
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
    else void answerDirectly(endpoint, request, response);
  };
}

const isDirect = ({ method, path, forPeople, rawBody }: Endpoint) =>
  method === "post" && !path.includes("{") && !forPeople && rawBody === undefined;

const NO_PARAMS = {};

async function answerDirectly(endpoint: Endpoint, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let requestId: string | null = null;
  try {
    const answer = await answerCall(endpoint, {
      request: new IncomingCallRequest(request),
      params: NO_PARAMS,
      address: callerAddress(request),
      gone: () => callerDeparture(response),
    });
    requestId = answer.requestId;
    await send(answer, response);
  } catch (error) {
    breakOff(error, response, { endpoint: `${endpoint.method} ${endpoint.path}`, requestId });
  }
}

/** What was begun is no answer, and the caller sees it. One who has left misses nothing: that is nobody's fault. */
function breakOff(error: unknown, response: ServerResponse, of: { endpoint: string; requestId: string | null }): void {
  if (response.destroyed) log().debug({ err: error, ...of }, "an answer broke off after its caller had left");
  else log().error({ err: error, ...of }, "an answer could not be sent");
  response.destroy();
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
