import type { Provider } from "#lib/contracts/configuration.ts";
import type { EmbeddingSource } from "#lib/contracts/text-source.ts";

/**
 * Every name that leaves the process as telemetry or is looked for in what comes in, and nothing else: what a convention
 * renames is renamed here alone.
 * `gen_ai.*` as published with OpenTelemetry's semantic conventions 1.41 (opentelemetry.io/docs/specs/semconv/gen-ai),
 * `http.*`, `server.*` and `error.*` as in the stable ones; what they have no name for is `signalbox.*`.
 */
export const SCHEMA_URL = "https://opentelemetry.io/schemas/1.41.0";

export const ATTRIBUTES = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  agent: "gen_ai.agent.name",
  outputType: "gen_ai.output.type",
  requestModel: "gen_ai.request.model",
  requestStream: "gen_ai.request.stream",
  requestMaxTokens: "gen_ai.request.max_tokens",
  requestTemperature: "gen_ai.request.temperature",
  requestTopP: "gen_ai.request.top_p",
  requestTopK: "gen_ai.request.top_k",
  requestSeed: "gen_ai.request.seed",
  responseModel: "gen_ai.response.model",
  finishReasons: "gen_ai.response.finish_reasons",
  firstChunkSeconds: "gen_ai.response.time_to_first_chunk",
  /** All that was read: the convention counts cached tokens in. */
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cacheReadTokens: "gen_ai.usage.cache_read.input_tokens",
  /** Of both lifetimes. */
  cacheWriteTokens: "gen_ai.usage.cache_creation.input_tokens",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
  tokenType: "gen_ai.token.type",
  errorType: "error.type",
  serverAddress: "server.address",
  serverPort: "server.port",
  httpMethod: "http.request.method",
  httpRoute: "http.route",
  httpStatus: "http.response.status_code",
  decision: "signalbox.decision.id",
  call: "signalbox.call.id",
  request: "signalbox.request.id",
  fleet: "signalbox.fleet",
  /** What the client named as its model. */
  target: "signalbox.target",
  configuration: "signalbox.configuration",
  configurationRevision: "signalbox.configuration.revision",
  attempts: "signalbox.attempts",
  attempt: "signalbox.attempt",
  /** Absent where nobody knows it. */
  costNanoUsd: "signalbox.cost.nano_usd",
  usageEstimated: "signalbox.usage.estimated",
  leastBad: "signalbox.endpoint.least_bad",
  providerRequest: "signalbox.provider.request_id",
} as const;

/** What is read of others' spans, the newest name first: frameworks follow the convention at their own pace. */
export const READ_ATTRIBUTES = {
  operation: [ATTRIBUTES.operation],
  agent: [ATTRIBUTES.agent],
  provider: [ATTRIBUTES.provider, "gen_ai.system"],
  model: [ATTRIBUTES.responseModel, ATTRIBUTES.requestModel],
  requestModel: [ATTRIBUTES.requestModel],
  inputTokens: [ATTRIBUTES.inputTokens, "gen_ai.usage.prompt_tokens"],
  outputTokens: [ATTRIBUTES.outputTokens, "gen_ai.usage.completion_tokens"],
  cacheReadTokens: [ATTRIBUTES.cacheReadTokens, "gen_ai.usage.input_tokens.cached"],
  cacheWriteTokens: [ATTRIBUTES.cacheWriteTokens],
  reasoningTokens: [ATTRIBUTES.reasoningTokens],
  errorType: [ATTRIBUTES.errorType],
  /** Of a call through Signalbox: our own spans, what a client copies, or an instrumented answer's header. */
  decision: [ATTRIBUTES.decision, "http.response.header.x-signalbox-decision"],
} as const;

/** What a span's operation is to us; all others are what holds these together. */
export const READ_OPERATIONS: Readonly<Record<string, "agent" | "chat" | "tool">> = {
  invoke_agent: "agent",
  chat: "chat",
  text_completion: "chat",
  generate_content: "chat",
  execute_tool: "tool",
};

export const OPERATIONS = { chat: "chat", embeddings: "embeddings", agent: "invoke_agent" } as const;
export const TOKEN_TYPES = { input: "input", output: "output" } as const;

/** Histograms, with the buckets the convention advises. */
export const HISTOGRAMS = {
  duration: {
    name: "gen_ai.client.operation.duration",
    unit: "s",
    description: "One attempt at a provider",
    buckets: [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
  },
  tokens: {
    name: "gen_ai.client.token.usage",
    unit: "{token}",
    description: "Tokens of an answer, read and written",
    buckets: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
  },
  firstToken: {
    name: "gen_ai.server.time_to_first_token",
    unit: "s",
    description: "Streams from the attempt that answered to its first content",
    buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
} as const;

/** The provider that a span names; null: none that Signalbox knows prices of. */
export function readProviderName(name: string): Provider | null {
  switch (name.toLowerCase()) {
    case "openai":
      return "openai";
    case "anthropic":
      return "anthropic";
    case "aws.bedrock":
    case "aws_bedrock":
    case "bedrock":
      return "bedrock";
    default:
      return null;
  }
}

/** A provider, or what embeds, as the convention calls it. */
export function providerName(provider: Provider | EmbeddingSource): string {
  switch (provider) {
    case "openai":
    case "anthropic":
      return provider;
    case "bedrock":
      return "aws.bedrock";
    case "local":
      return "signalbox.local";
    default:
      return provider satisfies never;
  }
}
