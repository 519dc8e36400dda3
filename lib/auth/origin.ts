import { SignalboxError } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "[::1]", "localhost"]);

/** Addresses under which browsers reach the product. They come from the environment, never from a request's headers. */
export function trustedOrigins(): string[] {
  const { PUBLIC_URL, HOST, PORT } = readEnv();
  const origins = [new URL(PUBLIC_URL).origin];
  const host = HOST === "::1" ? "[::1]" : HOST;
  if (LOOPBACK.has(HOST))
    origins.push(`http://${host}:${PORT}`, `http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`);
  else if (HOST === "0.0.0.0" || HOST === "::") origins.push(`http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`);
  else origins.push(`http://${host}:${PORT}`);
  return [...new Set(origins)];
}

/**
 * Refuses a state-changing request of a foreign, missing or `null` origin.
 * @throws SignalboxError forbidden
 */
export function requireTrustedOrigin(headers: Headers): void {
  const origin = headers.get("origin");
  if (origin && trustedOrigins().includes(origin)) return;
  throw new SignalboxError(
    "forbidden",
    "This request came from an address Signalbox does not know. Open it under its own address, or set PUBLIC_URL.",
  );
}
