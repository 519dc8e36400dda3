import type { IncomingMessage, ServerResponse } from "node:http";
import { trustedOrigins } from "#lib/auth/origin.ts";
import { newId } from "#lib/core/ids.ts";
import { MACHINE_HEADERS } from "./security-headers.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
let known: Set<string> | undefined;

/**
 * Refuses whatever would change something and does not come from a page of ours: foreign, `null` and missing origins.
 * Browsers name the origin of every such request, so only other programs and other sites are turned away.
 * @returns true when the request was answered.
 */
export function refuseForeignOrigin(request: IncomingMessage, response: ServerResponse): boolean {
  if (READS.has(request.method ?? "GET")) return false;
  known ??= new Set(trustedOrigins());
  if (known.has(request.headers.origin ?? "")) return false;
  const message =
    "This request came from an address Signalbox does not know. Open it under its own, or set PUBLIC_URL.";
  const error = { code: "forbidden", message, details: [], request_id: newId("req", Date.now()) };
  // The body is not read, so the connection cannot be used again.
  response.writeHead(403, { ...MACHINE_HEADERS, "Content-Type": "application/json", Connection: "close" });
  response.end(JSON.stringify({ error }));
  return true;
}
