import { rememberSecrets } from "#lib/core/known-secrets.ts";
import { readTelemetryEnv } from "#lib/env.ts";
import { log } from "../log.ts";
import { setTelemetry, telemetry } from "./telemetry.ts";

/**
 * Begins to tell of calls where OTEL_EXPORTER_OTLP_ENDPOINT names who listens; without it not even the code is loaded.
 * @returns ends it, sending what waits for two seconds at most
 * @throws Error naming the variable that is not usable
 */
export async function startTelemetry(): Promise<() => Promise<void>> {
  const env = readTelemetryEnv();
  if (env === null) return async () => undefined;
  const values = env.headers.flatMap((header) => header.slice(header.indexOf("=") + 1).trim());
  // Headers travel percent-encoded in the variable and decoded on the wire.
  rememberSecrets("telemetry", [...values, ...values.map(decoded)]);
  const { openTelemetry } = await import("./open-telemetry.ts");
  setTelemetry(openTelemetry(env));
  log().info({ endpoint: env.shownEndpoint }, "telemetry: spans and metrics of calls are sent");
  return async () => {
    const current = telemetry();
    setTelemetry(null);
    await current?.stop();
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
