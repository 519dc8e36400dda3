import type { ErrorBody } from "#lib/contracts/error.ts";
import { FailedCall } from "#lib/contracts/failed-call.ts";
import { type ErrorCode, messageOf, SignalboxError } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";

const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  idempotency_mismatch: 422,
  too_large: 413,
  rate_limited: 429,
  over_budget: 429,
  unavailable: 503,
  internal: 500,
};

/** What the database driver and Prisma say when there is no connection to be had, or none that may write. */
const NO_DATABASE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  "08001",
  "08003",
  "08006",
  "25006",
  "53200",
  "53300",
  "57P01",
  "57P02",
  "57P03",
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
]);
/** The database's word and the system's for a full disk. */
const NO_ROOM = new Set(["53100", "ENOSPC"]);
const NO_ANSWER = /timeout exceeded when trying to connect|Connection terminated|Query read timeout|not queryable/;
const DATABASE_RETRY_SECONDS = 2;
const ROOM_RETRY_SECONDS = 30;

export interface MappedError {
  status: number;
  body: ErrorBody;
  retryAfterSeconds?: number;
}

/**
 * The one place that turns a thrown value into an answer. Only a SignalboxError's own sentence reaches a client;
 * anything else is logged with the request id and answered "internal".
 */
export function toErrorBody(error: unknown, requestId: string): MappedError {
  if (error instanceof SignalboxError || isSignalboxError(error)) {
    if (error instanceof FailedCall) {
      const { kind, facts } = error;
      // Its sentence is for the client: a provider may repeat in it what it was asked.
      log().warn({ call: facts.callId, decision: facts.decisionId, kind, requestId }, "a call was not answered");
    } else if (error.cause) log().warn({ err: error.cause, requestId }, error.message);
    return answer(error.code, error.message, requestId, error.details, error.retryAfterSeconds);
  }
  if (says(error, NO_ROOM, null)) {
    log().error({ error: messageOf(error), requestId }, "the disk is full");
    return answer("unavailable", "The disk is full: nothing can be kept.", requestId, [], ROOM_RETRY_SECONDS);
  }
  if (says(error, NO_DATABASE, NO_ANSWER)) {
    // Every request of an outage says the same; the stack of none of them says more.
    log().warn({ error: messageOf(error), requestId }, "the database does not answer");
    return answer("unavailable", "The database does not answer. Try again.", requestId, [], DATABASE_RETRY_SECONDS);
  }
  log().error({ err: error, requestId }, "request failed");
  return answer("internal", `Something went wrong here. Name request ${requestId} to whoever runs it.`, requestId);
}

function answer(
  code: ErrorCode,
  message: string,
  requestId: string,
  details: ErrorBody["details"] = [],
  retryAfterSeconds?: number,
): MappedError {
  const mapped: MappedError = { status: STATUS[code], body: { code, message, details, requestId } };
  return retryAfterSeconds === undefined ? mapped : { ...mapped, retryAfterSeconds };
}

/** The page server bundles its own copy of the class, so `instanceof` alone does not see the other copy's errors. */
export function isSignalboxError(error: unknown): error is SignalboxError {
  return error instanceof Error && error.name === "SignalboxError" && "code" in error && "details" in error;
}

/** Prisma carries the driver's own error, and the server's code in it, beside its own code. */
interface Chained {
  code?: unknown;
  originalCode?: unknown;
  message?: unknown;
  cause?: unknown;
  meta?: { driverAdapterError?: unknown };
}

/** True when the error, or one that it carries, has one of the codes or a message of that kind. */
function says(thrown: unknown, codes: ReadonlySet<string>, messages: RegExp | null, depth = 0): boolean {
  if (typeof thrown !== "object" || thrown === null || depth > 4) return false;
  const { code, originalCode, message, cause, meta } = thrown as Chained;
  if (codes.has(String(code)) || codes.has(String(originalCode))) return true;
  if (messages?.test(String(message))) return true;
  return says(cause, codes, messages, depth + 1) || says(meta?.driverAdapterError, codes, messages, depth + 1);
}
