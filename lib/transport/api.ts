import type { z } from "zod";
import type { ServiceContext } from "#lib/auth/context.ts";
import { auditDenied } from "#lib/auth/denied.ts";
import { requireTrustedOrigin } from "#lib/auth/origin.ts";
import { actorOfHeaders, type UserActor } from "#lib/auth/person.ts";
import type { Scope } from "#lib/contracts/actor.ts";
import { systemClock } from "#lib/core/clock.ts";
import { withDeadline } from "#lib/core/deadline.ts";
import type { Leaving } from "#lib/core/departure.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { metrics } from "#lib/runtime/metrics.ts";
import { doorAnswered, doorOpened } from "#lib/runtime/telemetry/telemetry.ts";
import type { Answer, AnswerBody } from "./answer.ts";
import { authenticateCall } from "./authenticate-call.ts";
import { type CallRequest, readJson, wholeRequest } from "./call-request.ts";
import { isSignalboxError, toErrorBody } from "./error-map.ts";
import { contentTypeOf, type RawBody, readBytes } from "./read-bytes.ts";

import { type ErrorFormat, MACHINE_HEADERS, ownError, requestIdHeaders } from "./wire-error.ts";

/** What an endpoint's handler gets; `params` are the decoded parts of the path. */
export interface ApiCall {
  ctx: ServiceContext;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** Of an endpoint that reads it itself; empty for all others. */
  raw: RawBody;
  idempotencyKey: string | null;
  /** What the caller says the call is for, where the body is somebody else's format: X-Signalbox-Budget-Tags. */
  budgetTags: string[];
  /** The decision that the call follows, said in the same way: X-Signalbox-Parent-Decision. */
  parentDecisionId: string | null;
  /** Leaves when the caller goes away before the answer's end. */
  gone(): Leaving;
}

/** An answer that is more than JSON of our own: with headers, or streamed. */
export class Reply {
  readonly body: AnswerBody;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: AnswerBody, headers: Readonly<Record<string, string>>) {
    this.body = body;
    this.headers = headers;
  }
}

/** One endpoint of the machine API: the table of them makes the routes and the OpenAPI document. */
export interface Endpoint {
  method: "get" | "post" | "put" | "delete";
  /** Below /api/v1, parameters in braces: "/agents/{name}". */
  path: string;
  summary: string;
  /** What the key must hold; the service checks it. */
  scope: Scope;
  body?: z.ZodType;
  /** In place of `body`: what it takes that is not JSON of our own, up to so many bytes, unpacked. */
  rawBody?: { mostBytes: number; contentTypes: readonly string[] };
  answer?: z.ZodType;
  /** Accepts the Idempotency-Key header. */
  idempotent?: boolean;
  /** A person's session opens it and no key does, whatever it holds; a mutation's only from an address of our own. */
  forPeople?: boolean;
  /** A person waits longer for a version to be measured than a platform for an agent. Null: the service has deadlines. */
  answerMs?: number | null;
  /** May answer server-sent events, where the body asks for them. */
  streams?: boolean;
  /** Its calls are told of as spans where telemetry is on. */
  traced?: boolean;
  /** Of an endpoint that speaks another API's language. */
  errorFormat?: ErrorFormat;
  /** How a refusal is packed for who sends that type; null: as JSON. */
  encodeError?: (contentType: string, error: object) => { body: Uint8Array; contentType: string } | null;
  /** More that a refused call's answer says. */
  errorHeaders?: (error: unknown) => Readonly<Record<string, string>>;
  handle(call: ApiCall): Promise<unknown>;
}

export interface IncomingCall {
  request: CallRequest;
  params: Record<string, string>;
  /** Address of the peer, for limits on wrong keys. */
  address: string;
  gone(): Leaving;
}

/** Authenticates, parses, calls and answers; the only place where errors of the machine API become answers. */
export async function answerCall(endpoint: Endpoint, incoming: IncomingCall): Promise<Answer> {
  const { request, params, address, gone } = incoming;
  const startedAt = performance.now();
  const requestId = newId("req", systemClock.nowMs());
  const door = endpoint.traced
    ? doorOpened(endpoint.method, `/api/v1${endpoint.path}`, request.headers, requestId)
    : undefined;
  let status = 200;
  let errorCode: string | null = null;
  let ctx: ServiceContext | null = null;
  try {
    const actor = endpoint.forPeople
      ? await requirePerson(wholeRequest(request), address)
      : await authenticateCall(request.headers, address);
    ctx = { actor, requestId, clock: systemClock, ...(door && { door }) };
    const call: ApiCall = {
      ctx,
      params,
      query: endpoint.method === "get" ? new URL(request.url).searchParams : NO_QUERY,
      body: endpoint.body ? await readJson(request) : undefined,
      raw: endpoint.rawBody ? await readBytes(wholeRequest(request), endpoint.rawBody) : NO_BYTES,
      budgetTags: tagsOf(request.headers.get("x-signalbox-budget-tags")),
      parentDecisionId: request.headers.get("x-signalbox-parent-decision"),
      idempotencyKey: endpoint.idempotent ? request.headers.get("idempotency-key") : null,
      gone,
    };
    const { answerMs = ANSWER_MS } = endpoint;
    const work = endpoint.handle(call);
    const answer = await (answerMs === null ? work : withDeadline(work, answerMs, noAnswer));
    const headers = { ...MACHINE_HEADERS, ...requestIdHeaders(requestId) };
    if (!(answer instanceof Reply)) return { requestId, status, headers, body: JSON.stringify(answer) };
    return { requestId, status, headers: { ...headers, ...answer.headers }, body: answer.body };
  } catch (error) {
    if (ctx?.actor.kind === "user" && isSignalboxError(error) && error.code === "forbidden") {
      await auditDenied(ctx, error).catch((failure) => toErrorBody(failure, requestId));
    }
    const refused = refusalOf(endpoint, request, error, requestId);
    status = refused.status;
    errorCode = error instanceof SignalboxError ? error.code : "internal";
    return refused;
  } finally {
    const seconds = (performance.now() - startedAt) / 1000;
    if (door) doorAnswered(door, status, errorCode);
    metrics().machineRequests.observe({ endpoint: `${endpoint.method} ${endpoint.path}`, status }, seconds);
  }
}

/** A caller learns by then that it must ask again; a database that hangs must not hang the platform. */
const ANSWER_MS = 4_000;

function noAnswer(): SignalboxError {
  const sentence = "No answer in time. Try again, with the same Idempotency-Key if you sent one.";
  return new SignalboxError("unavailable", sentence, { retryAfterSeconds: 2 });
}

const NO_BYTES: RawBody = { bytes: new Uint8Array(), contentType: "" };
const NO_QUERY = new URLSearchParams();

/** The answer of a refused call: a stable code, a sentence, the fields, the request id. */
export function errorResponse(
  error: unknown,
  requestId: string,
  format: ErrorFormat = ownError,
  more: Readonly<Record<string, string>> = {},
): Answer {
  const { status, body, retryAfterSeconds } = toErrorBody(error, requestId);
  const headers: Record<string, string> = { ...MACHINE_HEADERS, ...requestIdHeaders(requestId), ...more };
  if (retryAfterSeconds !== undefined) headers["Retry-After"] = String(retryAfterSeconds);
  if (status === 401) headers["WWW-Authenticate"] = "Bearer";
  return { requestId, status, headers, body: JSON.stringify(format(body)) };
}

/** In the endpoint's own language and packing. */
function refusalOf(endpoint: Endpoint, request: CallRequest, error: unknown, requestId: string): Answer {
  const { errorFormat, encodeError, errorHeaders } = endpoint;
  let packed: ReturnType<NonNullable<typeof encodeError>> = null;
  const format: ErrorFormat = (body) => {
    const said = (errorFormat ?? ownError)(body);
    packed = encodeError?.(contentTypeOf(request), said) ?? null;
    return said;
  };
  const refused = errorResponse(error, requestId, format, errorHeaders?.(error));
  return packed ? repacked(refused, packed) : refused;
}

const repacked = (refused: Answer, packed: { body: Uint8Array; contentType: string }): Answer => ({
  ...refused,
  headers: { ...refused.headers, "Content-Type": packed.contentType },
  body: packed.body,
});

/** @throws SignalboxError forbidden for a key, whatever it may do elsewhere; else as authenticateCall */
async function requirePerson(request: Request, address: string): Promise<UserActor> {
  const person = await personOf(request);
  if (person) return person;
  await authenticateCall(request.headers, address);
  throw new SignalboxError("forbidden", "This operation is for people: call it with a session, not with an agent key.");
}

/** Null where the request brings a key, or no valid session. @throws SignalboxError forbidden for a foreign origin */
async function personOf(request: Request): Promise<UserActor | null> {
  if (request.headers.has("authorization")) return null;
  const person = await actorOfHeaders(request.headers);
  if (person && request.method !== "GET") requireTrustedOrigin(request.headers);
  return person;
}

const NO_TAGS: string[] = [];

function tagsOf(header: string | null): string[] {
  if (header === null) return NO_TAGS;
  return header
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
