import type { IncomingMessage, ServerResponse } from "node:http";
import { trustedOrigins } from "#lib/auth/origin.ts";
import { processState } from "#lib/core/process-state.ts";
import { refuse } from "./refuse.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const known = () => processState("http.origins", () => new Set(trustedOrigins()));

/**
 * Refuses whatever would change something and does not come from a page of ours: foreign, `null` and missing origins.
 * Browsers name the origin of every such request, so only other programs and other sites are turned away.
 * @returns true when the request was answered.
 */
export function refuseForeignOrigin(request: IncomingMessage, response: ServerResponse): boolean {
  if (READS.has(request.method ?? "GET")) return false;
  if (known().has(request.headers.origin ?? "")) return false;
  const message =
    "This request came from an address Signalbox does not know. Open it under its own, or set PUBLIC_URL.";
  refuse(response, { status: 403, code: "forbidden", message });
  return true;
}
