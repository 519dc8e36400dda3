import type { Provider } from "#lib/contracts/configuration.ts";
import type { EmbeddingSource } from "#lib/contracts/text-source.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";

/** Of the monotonic clock, as performance.now() tells it. */
interface Period {
  startedMs: number;
  endedMs: number;
}

/** What may be told of one try at a provider: never a text, never a key. */
export interface ToldAttempt extends Period {
  provider: Provider | EmbeddingSource;
  model: string;
  /** Null: it runs in this process. */
  server: { address: string; port: number } | null;
  configuration: { ref: string; revision: number } | null;
  leastBad: boolean;
  /** Null: it answered. */
  failure: string | null;
  status: number | null;
  providerRequestId: string | null;
  asked: ToldRequest | null;
  answered: ToldAnswer | null;
}

interface ToldRequest {
  maxTokens: number | null;
  temperature: number | null;
  topP: number | null;
  topK: number | null;
  seed: number | null;
  json: boolean;
}

interface ToldAnswer {
  model: string | null;
  finishReason: string | null;
  /** Of a stream. */
  firstTokenMs: number | null;
  /** Null: nobody knows. Embeddings count what was read alone. */
  usage: Partial<TokenUsage> | null;
  usageEstimated: boolean;
}

/** What may be told of a call that has ended. */
export interface ToldCall extends Period {
  operation: "chat" | "embeddings";
  streamed: boolean;
  target: string;
  fleetName: string | null;
  requestId: string;
  callId: string | null;
  decisionId: string | null;
  agentName: string | null;
  configuration: { ref: string; revision: number } | null;
  costNanoUsd: bigint | null;
  errorKind: string | null;
  attempts: readonly ToldAttempt[];
}

/** The request at a door that a call belongs to. */
export interface DoorTrace {
  method: string;
  route: string;
  traceparent: string | null;
  tracestate: string | null;
  startedMs: number;
  requestId: string;
  /** Null: not answered yet. */
  status: number | null;
  /** Code of the refusal, of a call that never began. */
  errorCode: string | null;
  /** Null: not ended yet, or never begun. */
  call: ToldCall | null;
}
