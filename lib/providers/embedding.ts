import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import type { ProviderCall } from "./call.ts";
import type { ProviderCredentials } from "./credentials.ts";
import { ProviderFailure } from "./failure.ts";

export interface EmbeddingRequest {
  embedding: EmbeddingModel;
  /** At most MAX_EMBEDDING_BATCH, none of them empty. */
  texts: readonly string[];
  timeoutMs: number;
  /** For the address it is sent to; absent, the environment's. */
  credentials?: ProviderCredentials;
  signal?: AbortSignal;
}

/** What the providers take in one request; the smallest of their limits. */
export const MAX_EMBEDDING_BATCH = 96;

export interface Embedded {
  /** Of unit length, in the order of the texts. */
  vectors: Float32Array[];
  /** What was read and is billed; null where the provider does not tell. */
  inputTokens: number | null;
}

/** An embedding comes whole: there is one limit, for which a client is kept. */
export const wholeTimeout = (timeoutMs: number): ProviderCall["timeouts"] => ({
  connectMs: timeoutMs,
  firstTokenMs: timeoutMs,
  totalMs: timeoutMs,
});

/** @throws ProviderFailure */
export type Embed = (request: EmbeddingRequest) => Promise<Embedded>;

/**
 * Checks what came back and scales it to unit length.
 * @throws ProviderFailure unexpected when count, dimensions or numbers are not as asked for
 */
export function toUnitVectors(answer: readonly ArrayLike<number>[], request: EmbeddingRequest): Float32Array[] {
  const { texts, embedding } = request;
  if (answer.length !== texts.length) {
    throw new ProviderFailure("unexpected", `${embedding.model} answered ${answer.length} of ${texts.length} texts.`);
  }
  return answer.map((values) => {
    const vector = Float32Array.from(values);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (vector.length !== embedding.dimensions || !Number.isFinite(length) || length === 0) {
      const found = `${vector.length} numbers of length ${length}`;
      throw new ProviderFailure("unexpected", `${embedding.model} answered ${found}, not ${embedding.dimensions}.`);
    }
    return vector.map((value) => value / length);
  });
}
