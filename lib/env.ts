import path from "node:path";
import { z } from "zod";
import type { Provider } from "#lib/contracts/configuration.ts";
import { NAMED_KEY_PREFIX } from "#lib/contracts/provider-credential.ts";
import { embeddingModelSchema } from "#lib/contracts/text-source.ts";
import { parseEgressEntry } from "#lib/core/egress-allowlist.ts";
import { messageOf } from "#lib/core/errors.ts";
import { parseFreeSpace } from "#lib/core/free-space.ts";
import { parseMasterKey } from "#lib/core/sealed-secret.ts";

// Inside the pages' bundle a module does not know its folder; the start makes the checkout the working directory.
const PROJECT_ROOT = import.meta.dirname ? path.resolve(import.meta.dirname, "..") : process.cwd();
const port = z.coerce.number().int().min(1, "a port from 1 to 65535").max(65535, "a port from 1 to 65535");

const masterKeySchema = z.string().transform((text, check) => {
  try {
    return parseMasterKey(text.trim());
  } catch (error) {
    check.addIssue(messageOf(error));
    return z.NEVER;
  }
});

const freeSpaceSchema = z.string().transform((text, check) => {
  try {
    return parseFreeSpace(text);
  } catch (error) {
    check.addIssue(messageOf(error));
    return z.NEVER;
  }
});

const envSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z.url("a PostgreSQL address such as postgresql://user:password@host:5432/signalbox").optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  /** How many processes answer calls of the machine API on the one port; more where calls fill a core and others idle. */
  API_PROCESSES: z.coerce.number().int().min(1, "1 to 64 processes").max(64, "1 to 64 processes").default(1),
  /** Address people type, when a proxy stands in front; otherwise http://HOST:PORT. */
  PUBLIC_URL: z.url().optional(),
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed, separated by commas. */
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((list) => list.split(",").flatMap((item) => item.trim() || []))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "addresses such as 10.0.0.0/8"))),
  EMBEDDED_PG_PORT: port.default(5599),
  SIGNALBOX_DATA_DIR: z.string().default(path.join(PROJECT_ROOT, ".data")),
  /** What must be left of the data folder's file system: with less the check of the disk is degraded, or failing. */
  HEALTH_DISK_DEGRADED_BELOW: freeSpaceSchema.prefault("10%"),
  HEALTH_DISK_FAILING_BELOW: freeSpaceSchema.prefault("3%"),
  MODELS_DIR: z.string().optional(),
  /** Folder of the presets, prices, lifecycle, capabilities and routing policy, named as in the checkout. */
  CONFIGS_DIR: z.string().default(path.join(PROJECT_ROOT, "configs")),
  LLM_PROVIDER: z.enum(["openai", "anthropic", "bedrock"]).default("anthropic"),
  DEFAULT_MODEL_CONFIG: z.string().default("general_purpose"),
  AUTH_SECRET: z.string().min(32, "at least 32 characters").optional(),
  /** Seals the providers' keys in the database; without it one is made and kept in the data folder. */
  SIGNALBOX_MASTER_KEY: masterKeySchema.optional(),
  /** The one before it, which still opens until everything is sealed anew (`signalbox rewrap-credentials`). */
  SIGNALBOX_MASTER_KEY_PREVIOUS: masterKeySchema.optional(),
  OPENAI_API_KEY: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_BEARER_TOKEN_BEDROCK: z.string().optional(),
  /** Profile of the AWS configuration files, when no key is set. */
  AWS_PROFILE: z.string().optional(),
  /** Addresses besides the providers' own that may get a provider key, separated by commas. */
  SIGNALBOX_PROVIDER_BASE_URLS: z
    .string()
    .default("")
    .transform((list) => list.split(",").flatMap((item) => item.trim() || []))
    .pipe(z.array(z.url("full addresses such as https://gateway.example/v1"))),
  /** Hosts, host:port or ranges inside the own network that providers and alert channels may be reached at, by commas. */
  SIGNALBOX_EGRESS_ALLOW: z
    .string()
    .default("")
    .transform((list, check) =>
      list.split(",").flatMap((item) => {
        try {
          return item.trim() ? parseEgressEntry(item.trim()) : [];
        } catch (error) {
          check.addIssue(messageOf(error));
          return [];
        }
      }),
    ),
  AWS_REGION: z.string().optional(),
  /** What turns texts into embeddings for learned models; unset, models read words and characters alone. */
  TEXT_EMBEDDING: embeddingModelSchema.optional(),
  /** How long a task to place waits for the embedding of its text. */
  TEXT_EMBEDDING_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(10, "10 to 10000 milliseconds")
    .max(10_000, "10 to 10000 milliseconds")
    .default(300),
  /** A server that speaks the language of the embedding's provider, such as Ollama or a gateway. */
  TEXT_EMBEDDING_BASE_URL: z.url("a full address such as http://127.0.0.1:11434/v1").optional(),
  /** How long answers under way, streams above all, may take to end: as long as most supervisors wait before they kill. */
  DRAIN_SECONDS: z.coerce.number().int().min(0, "0 to 3600 seconds").max(3600, "0 to 3600 seconds").default(28),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = Omit<z.infer<typeof envSchema>, "MODELS_DIR" | "PUBLIC_URL"> & {
  MODELS_DIR: string;
  PUBLIC_URL: string;
  PROJECT_ROOT: string;
};

const VARIABLES = Object.keys(envSchema.shape);

let last: { raw: (string | undefined)[]; env: Env } | null = null;

/**
 * The environment, checked: the only reader of process.env. It is parsed anew when a variable has changed: a parse takes
 * a hundred times as long as the comparison, and every call of a provider asks.
 * @throws Error with one line per wrong variable.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  if (source !== process.env) return parseEnv(source);
  const raw = VARIABLES.map((name) => source[name]);
  if (last && raw.every((value, index) => value === last?.raw[index])) return last.env;
  const env = parseEnv(source);
  last = { raw, env };
  return env;
}

const ADDRESSES = "SIGNALBOX_PROVIDER_BASE_URLS";
const OF_PROVIDERS = {
  openai: [ADDRESSES, "OPENAI_API_KEY"],
  anthropic: [ADDRESSES, "ANTHROPIC_API_KEY"],
  bedrock: [
    ADDRESSES,
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_BEARER_TOKEN_BEDROCK",
    "AWS_PROFILE",
  ],
} as const satisfies Record<Provider, readonly (keyof Env)[]>;
export type ProviderEnv = Pick<Env, (typeof OF_PROVIDERS)[Provider][number]>;
const placesOf = (names: readonly string[]) => names.map((name) => [name, VARIABLES.indexOf(name)] as const);
const PLACES = {
  openai: placesOf(OF_PROVIDERS.openai),
  anthropic: placesOf(OF_PROVIDERS.anthropic),
  bedrock: placesOf(OF_PROVIDERS.bedrock),
};

/**
 * What every call of a provider asks for: a look at its own variables alone takes a tenth of one at all. Those of the
 * other providers may be older.
 */
export function readProviderEnv(provider: Provider): ProviderEnv {
  for (const [name, place] of PLACES[provider]) if (process.env[name] !== last?.raw[place]) return readEnv();
  return last?.env ?? readEnv();
}

function parseEnv(source: NodeJS.ProcessEnv): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(present);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  return {
    ...env,
    MODELS_DIR: env.MODELS_DIR ?? path.join(env.SIGNALBOX_DATA_DIR, "models"),
    PUBLIC_URL: env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`,
    PROJECT_ROOT,
  };
}

/** The value of a variable that a stored credential names; null when it is not set. */
export function readNamedKey(variable: string, source: NodeJS.ProcessEnv = process.env): string | null {
  return variable.startsWith(NAMED_KEY_PREFIX) ? source[variable] || null : null;
}

/** The standard variables that say where spans and metrics go; the SDK reads the ones that say how by itself. */
const telemetrySchema = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url("an address such as http://127.0.0.1:4318").optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().default(""),
  OTEL_SERVICE_NAME: z.string().default("signalbox"),
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce.number().int().min(1, "milliseconds").default(5_000),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number().int().min(1, "milliseconds").default(60_000),
});

export interface TelemetryEnv {
  /** Without what may stand in an address that is secret. */
  shownEndpoint: string;
  serviceName: string;
  /** "name=value" each. */
  headers: string[];
  spanDelayMs: number;
  metricIntervalMs: number;
}

/** Read once, at the start. @returns null: nobody listens. @throws Error naming the variable that is not usable */
export function readTelemetryEnv(source: NodeJS.ProcessEnv = process.env): TelemetryEnv | null {
  const names = Object.keys(telemetrySchema.shape);
  const parsed = telemetrySchema.safeParse(
    Object.fromEntries(names.flatMap((name) => (source[name] ? [[name, source[name]]] : []))),
  );
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`The environment is not usable:\n  ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const env = parsed.data;
  if (env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined || env.OTEL_SDK_DISABLED?.toLowerCase() === "true") return null;
  const { origin, pathname } = new URL(env.OTEL_EXPORTER_OTLP_ENDPOINT);
  return {
    shownEndpoint: `${origin}${pathname}`,
    serviceName: env.OTEL_SERVICE_NAME,
    headers: env.OTEL_EXPORTER_OTLP_HEADERS.split(",").filter((header) => header.includes("=")),
    spanDelayMs: env.OTEL_BSP_SCHEDULE_DELAY,
    metricIntervalMs: env.OTEL_METRIC_EXPORT_INTERVAL,
  };
}
