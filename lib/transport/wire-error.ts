import type { ErrorBody } from "#lib/contracts/error.ts";

/** Headers of a machine answer, which no browser should show or keep. */
export const MACHINE_HEADERS = {
  "Content-Type": "application/json",
  "X-Content-Type-Options": "nosniff",
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** The body of a refused machine call; errors on the wire are snake_case like everything else there. */
export function wireError({ code, message, details, requestId }: ErrorBody): string {
  return JSON.stringify({ error: { code, message, details, request_id: requestId } });
}
