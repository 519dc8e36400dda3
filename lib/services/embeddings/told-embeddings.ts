import type { ServiceContext } from "#lib/auth/context.ts";
import { defaultAddress } from "#lib/contracts/provider-address.ts";
import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import { readEnv } from "#lib/env.ts";
import { ProviderFailure } from "#lib/providers/port.ts";
import { noteEmbeddings } from "#lib/runtime/call-metrics.ts";
import { callEnded, telemetry } from "#lib/runtime/telemetry/telemetry.ts";
import type { ToldAttempt } from "#lib/runtime/telemetry/told-call.ts";

/** One request to what embeds. */
export interface Batch {
  startedMs: number;
  endedMs: number;
  /** Null: the provider does not tell, or it failed. */
  inputTokens: number | null;
  /** Null: it answered. */
  error: unknown;
}

interface ToldEmbeddings {
  ctx: ServiceContext;
  embedding: EmbeddingModel;
  fleetName: string;
  callId: string;
  decisionId: string;
  startedMs: number;
}

interface EndedEmbeddings {
  batches: readonly Batch[];
  costNanoUsd: bigint | null;
}

/** Counts a call for embeddings that has ended, and tells telemetry of it and of its requests: nothing of the texts. */
export function tellOfEmbeddings(call: ToldEmbeddings, { batches, costNanoUsd }: EndedEmbeddings): void {
  const { ctx, embedding, fleetName, callId, decisionId, startedMs } = call;
  const last = batches.at(-1);
  const errorKind = last ? failureOf(last) : null;
  const inputTokens = batches.reduce((sum, batch) => sum + (batch.inputTokens ?? 0), 0);
  noteEmbeddings({ provider: embedding.source, errorKind, costNanoUsd, inputTokens });
  if (telemetry() === null || !last) return;
  const attempts = batches.map((batch) => toldBatch(embedding, batch));
  callEnded(
    {
      operation: "embeddings",
      streamed: false,
      target: `${embedding.source}/${embedding.model}`,
      fleetName,
      requestId: ctx.requestId,
      ...{ callId, decisionId, agentName: null, configuration: null },
      costNanoUsd,
      errorKind,
      startedMs,
      endedMs: last.endedMs,
      attempts,
    },
    ctx.door,
  );
}

/** The kind of its failure; null: it answered. */
export const failureOf = ({ error }: Batch): string | null =>
  error === null ? null : error instanceof ProviderFailure ? error.kind : "unexpected";

function toldBatch(embedding: EmbeddingModel, batch: Batch): ToldAttempt {
  const { error, inputTokens, startedMs, endedMs } = batch;
  const failure = failureOf(batch);
  const usage = inputTokens === null ? null : { inputTokens };
  const nothing = { model: null, finishReason: null, firstTokenMs: null, usageEstimated: false };
  return {
    provider: embedding.source,
    model: embedding.model,
    server: serverOf(embedding),
    ...{ configuration: null, leastBad: false, asked: null },
    failure,
    status: error instanceof ProviderFailure ? error.status : null,
    providerRequestId: error instanceof ProviderFailure ? error.requestId : null,
    startedMs,
    endedMs,
    answered: failure === null ? { ...nothing, usage } : null,
  };
}

/** Null for an encoder on this machine. */
function serverOf({ source }: EmbeddingModel): ToldAttempt["server"] {
  if (source === "local") return null;
  const { TEXT_EMBEDDING_BASE_URL, AWS_REGION } = readEnv();
  const place = { provider: source, baseUrl: null, region: AWS_REGION ?? null };
  const { hostname, port, protocol } = new URL(TEXT_EMBEDDING_BASE_URL ?? defaultAddress(place));
  return { address: hostname, port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) };
}
