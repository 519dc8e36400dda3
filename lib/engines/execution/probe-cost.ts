import type { LoadedConfiguration, ModelPrice } from "#lib/contracts/configuration.ts";
import { estimateCostNanoUsd } from "#lib/engines/cost/estimate.ts";

/** OpenAI's newer interface takes no smaller limit than that. */
const FEW_TOKENS = 16;
/** A question of six words with what providers put around it. */
const QUESTION_TOKENS = 20;
const CHARACTERS_A_TOKEN = 4;

type Settings = Pick<LoadedConfiguration["settings"], "maxTokens" | "thinkingBudgetTokens" | "systemPrompt">;

/** The answer's limit of a probe; null: the configuration's own, since a budget of thinking must stay below it. */
export const probeMaxTokens = ({ maxTokens, thinkingBudgetTokens }: Settings): number | null =>
  thinkingBudgetTokens ? null : Math.min(maxTokens, FEW_TOKENS);

/** What a probe costs that uses its whole limit, in nano-dollars; null: nobody knows a price. */
export function probeCostNanoUsd(price: ModelPrice | null, settings: Settings): bigint | null {
  if (!price) return null;
  const inputTokens = QUESTION_TOKENS + Math.ceil(settings.systemPrompt.length / CHARACTERS_A_TOKEN);
  return estimateCostNanoUsd(price, { inputTokens, outputTokens: probeMaxTokens(settings) ?? settings.maxTokens });
}
