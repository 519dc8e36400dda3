import type { ServerResponse } from "node:http";
import { systemClock } from "#lib/core/clock.ts";
import type { ErrorCode } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { MACHINE_HEADERS, requestIdHeaders } from "#lib/transport/wire-error.ts";
import { errorFormatOf } from "#server/api/wire/error-format.ts";

interface Refusal {
  status: number;
  code: ErrorCode;
  message: string;
  retryAfterSeconds?: number;
}

/** Answers a request before a byte of its body is read, in the shape of every refused call of that path. */
export function refuse(response: ServerResponse, { status, code, message, retryAfterSeconds }: Refusal): void {
  const requestId = newId("req", systemClock.nowMs());
  const format = errorFormatOf(response.req.url ?? "");
  response.writeHead(status, {
    ...MACHINE_HEADERS,
    ...requestIdHeaders(requestId),
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
    // The rest of the body is never read, so the connection cannot be used again.
    Connection: "close",
  });
  response.end(JSON.stringify(format({ code, message, details: [], requestId })));
}
