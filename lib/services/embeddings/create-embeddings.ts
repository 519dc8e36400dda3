import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type CreatedEmbeddings, createEmbeddingsSchema, embeddingModelOf } from "#lib/contracts/embeddings.ts";
import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";
import { embed, MAX_EMBEDDING_BATCH, ProviderFailure } from "#lib/providers/port.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import { embeddingCredentials } from "../credentials/embedding-credentials.ts";
import { type Batch, endEmbeddings } from "./told-embeddings.ts";

const TIMEOUT_MS = 60_000;

interface EmbeddingsCall {
  ctx: ServiceContext;
  input: { request: unknown; signal: AbortSignal };
}

/**
 * Embeds a caller's texts with a provider's model, in batches one after another; nothing of them is kept.
 * Scope task:route.
 * @throws SignalboxError not_found for a model that is not known, invalid_input for one without a price, unavailable
 * when the provider does not answer.
 */
export async function createEmbeddings({ ctx, input }: EmbeddingsCall): Promise<CreatedEmbeddings> {
  requireScope(ctx, "task:route");
  const { model, texts, dimensions } = parseInput(createEmbeddingsSchema, input.request);
  const embedding = embeddingModelOf(model, dimensions);
  if (!embedding) throw unknownModel(model);
  const costOf = pricing(embedding, ctx.clock.nowMs());
  const vectors: Float32Array[] = [];
  const batches: Batch[] = [];
  let inputTokens: number | null = 0;
  for (let from = 0; from < texts.length; from += MAX_EMBEDDING_BATCH) {
    const batch = texts.slice(from, from + MAX_EMBEDDING_BATCH);
    const request = { embedding, texts: batch, timeoutMs: TIMEOUT_MS, signal: input.signal };
    const startedMs = performance.now();
    try {
      const made = await embed({ ...request, ...embeddingCredentials(embedding.source, ctx.clock.nowMs()) });
      batches.push({ startedMs, endedMs: performance.now(), inputTokens: made.inputTokens, error: null });
      vectors.push(...made.vectors);
      // One unknown part makes the sum unknown.
      inputTokens = inputTokens === null || made.inputTokens === null ? null : inputTokens + made.inputTokens;
    } catch (error) {
      batches.push({ startedMs, endedMs: performance.now(), inputTokens: null, error });
      endEmbeddings(ctx, { embedding, batches, costNanoUsd: from === 0 ? null : costOf(inputTokens) });
      refused(error);
    }
  }
  const costNanoUsd = costOf(inputTokens);
  endEmbeddings(ctx, { embedding, batches, costNanoUsd });
  return { model: `${embedding.source}/${embedding.model}`, vectors, inputTokens, costNanoUsd };
}

/** An encoder on this machine costs nothing. @throws SignalboxError invalid_input where nobody published a price */
function pricing({ source, model }: EmbeddingModel, nowMs: number): (inputTokens: number | null) => bigint | null {
  if (source === "local") return () => 0n;
  const { price } = modelFacts(source, model, nowMs);
  if (!price) {
    const message = `${source}/${model} has no price, so nobody could say what this costs. Add one on the page Configurations.`;
    throw new SignalboxError("invalid_input", message, { details: [{ path: "model", message }] });
  }
  return (inputTokens) => (inputTokens === null ? null : estimateCostNanoUsd(price, { inputTokens, outputTokens: 0 }));
}

function unknownModel(model: string): SignalboxError {
  const message = `"${model}" is no embedding model. Write it as openai/text-embedding-3-small, bedrock/… or local/….`;
  return new SignalboxError("not_found", message, { details: [{ path: "model", message }] });
}

/** What the provider said, in our codes. */
function refused(error: unknown): never {
  if (!(error instanceof ProviderFailure)) throw error;
  const { kind, message, retryAfterMs } = error;
  const extra = retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) };
  switch (kind) {
    case "request_refused":
    case "unsupported":
      throw new SignalboxError("invalid_input", message);
    case "model_unknown":
      throw new SignalboxError("not_found", message);
    case "rate_limited":
      throw new SignalboxError("rate_limited", message, extra);
    case "no_credentials":
    case "credentials_refused":
    case "permission_missing":
    case "overloaded":
    case "timed_out":
    case "unreachable":
    case "broken_answer":
    case "aborted":
    case "address_refused":
    case "unexpected":
      throw new SignalboxError("unavailable", message, extra);
    default:
      return kind satisfies never;
  }
}
