import type { ConverseCommandOutput } from "@aws-sdk/client-bedrock-runtime";
import type { Completion, FinishReason } from "../completion.ts";
import { ProviderFailure } from "../failure.ts";

/** @throws ProviderFailure when the answer has no usage: its cost could not be told. */
export function fromConverseResponse(response: ConverseCommandOutput, model: string, latencyMs: number): Completion {
  const { usage, output } = response;
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) {
    throw new ProviderFailure("unexpected", "Bedrock's answer has no usage.");
  }
  const cacheReadTokens = usage.cacheReadInputTokens ?? null;
  const cacheWriteTokens = usage.cacheWriteInputTokens ?? null;
  return {
    text: (output?.message?.content ?? []).map((block) => block.text ?? "").join(""),
    model,
    usage: {
      inputTokens: usage.inputTokens + (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0),
      outputTokens: usage.outputTokens,
      cacheReadTokens,
      cacheWriteTokens,
    },
    finishReason: finishReason(response.stopReason),
    latencyMs,
  };
}

function finishReason(reason: ConverseCommandOutput["stopReason"]): FinishReason {
  switch (reason) {
    case "end_turn":
      return "stop";
    case "max_tokens":
      return "length";
    case "stop_sequence":
      return "stop_sequence";
    case "content_filtered":
    case "guardrail_intervened":
      return "refused";
    default:
      return "other";
  }
}
