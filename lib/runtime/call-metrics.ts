import { metrics } from "./metrics.ts";

interface MeasuredCall {
  configuration: string;
  provider: string;
  streamed: boolean;
  errorKind: string | null;
  totalMs: number;
  firstTokenMs: number | null;
  attempts: number;
  costNanoUsd: bigint | null;
  inputTokens: number | null;
  cacheReadTokens: number | null;
  cacheWrite5mTokens: number | null;
  cacheWrite1hTokens: number | null;
  outputTokens: number | null;
}

/** Counts a call that has ended. */
export function noteCall(call: MeasuredCall): void {
  const { calls, callSeconds, callTokens, callCostUsd, callAttempts, firstTokenSeconds } = metrics();
  const { configuration, provider } = call;
  calls.inc({ configuration, provider, result: call.errorKind ?? "answered" });
  callSeconds.observe({ provider }, call.totalMs / 1000);
  if (call.streamed && call.firstTokenMs !== null) firstTokenSeconds.observe({ provider }, call.firstTokenMs / 1000);
  callAttempts.inc({ provider }, call.attempts);
  if (call.costNanoUsd !== null) callCostUsd.inc({ configuration, provider }, Number(call.costNanoUsd) / 1e9);
  const tokens = {
    input: call.inputTokens,
    cache_read: call.cacheReadTokens,
    cache_write_5m: call.cacheWrite5mTokens,
    cache_write_1h: call.cacheWrite1hTokens,
    output: call.outputTokens,
  };
  for (const [type, count] of Object.entries(tokens)) {
    if (count !== null && count > 0) callTokens.inc({ provider, type }, count);
  }
}

interface MeasuredEmbeddings {
  provider: string;
  errorKind: string | null;
  inputTokens: number;
  costNanoUsd: bigint | null;
}

/** Counts a call for embeddings that has ended. */
export function noteEmbeddings({ provider, errorKind, inputTokens, costNanoUsd }: MeasuredEmbeddings): void {
  const { embeddings, embeddingTokens, embeddingCostUsd } = metrics();
  embeddings.inc({ provider, result: errorKind ?? "answered" });
  embeddingTokens.inc({ provider }, inputTokens);
  if (costNanoUsd !== null) embeddingCostUsd.inc({ provider }, Number(costNanoUsd) / 1e9);
}
