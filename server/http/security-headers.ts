import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const EVERYWHERE: readonly [string, string][] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
];

/** Styles may stand inline: charts and pop-ups place themselves with style attributes. Scripts may not. */
const FIXED_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

const DEVELOPMENT_SCRIPTS = "script-src 'self' 'unsafe-inline' 'unsafe-eval'";

/**
 * Sets the answer's headers for a page. Next puts a nonce on its own scripts when it finds one in the request's
 * policy, so the same policy goes both ways; the reload of development needs eval and gets a policy of its own.
 */
export function securePage(request: IncomingMessage, response: ServerResponse, development: boolean): void {
  const scripts = development ? DEVELOPMENT_SCRIPTS : `script-src 'self' 'nonce-${randomBytes(18).toString("base64")}'`;
  const policy = `${FIXED_POLICY}; ${scripts}`;
  for (const [name, value] of EVERYWHERE) response.setHeader(name, value);
  response.setHeader("Content-Security-Policy", policy);
  request.headers["content-security-policy"] = policy;
}
