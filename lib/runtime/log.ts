import { type Logger, pino } from "pino";
import { withoutKnownSecrets } from "#lib/core/known-secrets.ts";
import { processState } from "#lib/core/process-state.ts";
import { readEnv } from "#lib/env.ts";

/** Names under which secrets travel in the objects we log. */
const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "set-cookie",
  "x-api-key",
  "password",
  "token",
  "secret",
  "apiKey",
  "api_key",
  "accessKeyId",
  "secretAccessKey",
  "sessionToken",
  "databaseUrl",
];

/** pino matches a path of fixed depth, so each name is listed for the depths at which our log lines nest. */
const REDACTED_PATHS = SECRET_FIELDS.flatMap((name) => ["", "*.", "*.*."].map((depth) => pathTo(depth, name)));

function pathTo(depth: string, name: string): string {
  return name.includes("-") ? `${depth.slice(0, -1)}["${name}"]` : `${depth}${name}`;
}

/** Secrets that stand inside a text: keys of ours and of providers, bearer headers, passwords of addresses. */
const SECRET_TEXTS: readonly [RegExp, string][] = [
  [/\b(sk|sbx)[-_][A-Za-z0-9_-]{12,}/g, "[redacted]"],
  [/\bBearer\s+[A-Za-z0-9._~+/=-]+/gi, "Bearer [redacted]"],
  [/\b(postgres(?:ql)?:\/\/[^:/\s]+):[^@\s]+@/gi, "$1:[redacted]@"],
  [/\bAKIA[A-Z0-9]{16}\b/g, "[redacted]"],
];

/** The text without the secrets that it holds. */
export function redactText(text: string): string {
  const unknown = withoutKnownSecrets(text, "[redacted]");
  return SECRET_TEXTS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), unknown);
}

/** The process-wide log: JSON lines on standard output, secrets replaced. */
export function log(): Logger {
  return processState("runtime.log", () => createLog());
}

/** @param destination where lines go; standard output when not given. */
export function createLog(destination?: { write(line: string): void }, level: string = readEnv().LOG_LEVEL): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: REDACTED_PATHS, censor: "[redacted]" },
    serializers: { err: serializeError, error: serializeError },
    formatters: { log: redactStrings },
    hooks: { logMethod: redactMessage },
  };
  return destination ? pino(options, destination) : pino(options);
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? error.code : undefined;
  return { type: error.name, code, message: redactText(error.message), stack: redactText(error.stack ?? "") };
}

/** Sentences of errors stand in fields of their own, too. */
function redactStrings(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? redactText(value) : value]),
  );
}

function redactMessage(this: Logger, inputs: unknown[], method: (...args: unknown[]) => void): void {
  const clean = inputs.map((input) => (typeof input === "string" ? redactText(input) : input));
  method.apply(this, clean);
}
