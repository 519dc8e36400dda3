import type { TokenUsage as ConverseUsage } from "@aws-sdk/client-bedrock-runtime";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { ProviderFailure } from "../failure.ts";

/** Converse counts its classes apart, as we do. @throws ProviderFailure broken_answer without usage */
export function fromConverseUsage(usage: ConverseUsage | undefined): TokenUsage {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) {
    throw new ProviderFailure("broken_answer", "Bedrock's answer has no usage: its cost cannot be told.");
  }
  const written = usage.cacheWriteInputTokens ?? 0;
  const hour = (usage.cacheDetails ?? []).reduce(
    (sum, one) => sum + (one.ttl === "1h" ? (one.inputTokens ?? 0) : 0),
    0,
  );
  return {
    inputTokens: usage.inputTokens,
    cacheReadTokens: usage.cacheReadInputTokens ?? 0,
    cacheWrite5mTokens: Math.max(0, written - hour),
    cacheWrite1hTokens: hour,
    outputTokens: usage.outputTokens,
    reasoningTokens: null,
  };
}
