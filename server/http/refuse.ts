import type { ServerResponse } from "node:http";
import { systemClock } from "#lib/core/clock.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { MACHINE_HEADERS, wireError } from "#lib/transport/wire-error.ts";

interface Refusal {
  status: number;
  code: ErrorCode;
  message: string;
  retryAfterSeconds?: number;
}

/** Answers a request before a byte of its body is read, in the shape of every refused machine call. */
export function refuse(response: ServerResponse, { status, code, message, retryAfterSeconds }: Refusal): void {
  response.writeHead(status, {
    ...MACHINE_HEADERS,
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    // The rest of the body is never read, so the connection cannot be used again.
    Connection: "close",
  });
  response.end(wireError({ code, message, details: [], requestId: newId("req", systemClock.nowMs()) }));
}
