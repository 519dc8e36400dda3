import type { ErrorBody } from "#lib/contracts/error.ts";

/** Headers of a machine answer, which no browser should show or keep. */
export const MACHINE_HEADERS = {
  "Content-Type": "application/json",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** How a refused call is written: a client of somebody else's API reads that API's errors. */
export type ErrorFormat = (error: ErrorBody) => object;

/** The body of a refused machine call; errors on the wire are snake_case like everything else there. */
export const ownError: ErrorFormat = ({ code, message, details, requestId }) => ({
  error: { code, message, details, request_id: requestId },
});

/** The request's id under the names that our clients, OpenAI's and Anthropic's look for. */
export const requestIdHeaders = (requestId: string) => ({ "X-Request-Id": requestId, "Request-Id": requestId });
