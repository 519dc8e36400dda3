import type { LlmConfig, ModelPrice } from "#lib/contracts/configuration.ts";
import type { TaskAssumption } from "#lib/contracts/configuration-view.ts";
import { estimateCostNanoUsd } from "./estimate.ts";

/** A task nobody measured: a two-page prompt and a one-page answer. */
export const TYPICAL_TASK = { inputTokens: 2000, answerTokens: 500 } as const;

/** Reasoning tokens a task of that size takes by effort; billed as output. Stated on the page as an assumption. */
const REASONING_TOKENS: Record<NonNullable<LlmConfig["reasoningEffort"]>, number> = {
  none: 0,
  minimal: 100,
  low: 400,
  medium: 1200,
  high: 3000,
  xhigh: 6000,
  max: 12_000,
};
const CHARACTERS_PER_TOKEN = 4;

export interface MeasuredTask {
  inputTokens: number;
  outputTokens: number;
  /** Tasks the means rest on. */
  samples: number;
}

/**
 * Tokens one task is expected to take under a configuration: the fleet's own means when there are any,
 * otherwise the typical task plus the system prompt and the reasoning its effort or budget allows, cut at maxTokens.
 */
export function assumeTask(settings: LlmConfig, measured: MeasuredTask | null = null): TaskAssumption {
  if (measured && measured.samples > 0) {
    const outputTokens = Math.min(measured.outputTokens, settings.maxTokens);
    const basis = `the mean of ${measured.samples.toLocaleString("en-US")} tasks of your fleets`;
    return { inputTokens: Math.ceil(measured.inputTokens), outputTokens: Math.ceil(outputTokens), basis };
  }
  const prompt = Math.ceil(settings.systemPrompt.length / CHARACTERS_PER_TOKEN);
  const outputTokens = assumedOutputTokens(settings);
  const inputTokens = TYPICAL_TASK.inputTokens + prompt;
  const spent = reasoningTokens(settings) > 0 ? `, reasoning included` : "";
  const words = (count: number) => count.toLocaleString("en-US");
  return {
    inputTokens,
    outputTokens,
    basis: `assumed ${words(inputTokens)} input and ${words(outputTokens)} output tokens a task${spent}`,
  };
}

/** Tokens an answer is assumed to have where nobody measured any. */
export function assumedOutputTokens(settings: LlmConfig): number {
  return Math.ceil(Math.min(TYPICAL_TASK.answerTokens + reasoningTokens(settings), settings.maxTokens));
}

function reasoningTokens({ thinkingBudgetTokens, reasoningEffort }: LlmConfig): number {
  return thinkingBudgetTokens ? thinkingBudgetTokens / 2 : REASONING_TOKENS[reasoningEffort ?? "none"];
}

/**
 * Cost of 1,000 such tasks in nano-dollars, without any cache.
 * Null when the price is unknown: that is not the same as free.
 */
export function estimateConfiguration(
  settings: LlmConfig,
  price: ModelPrice | null,
  measured: MeasuredTask | null = null,
): (TaskAssumption & { per1000TasksNanoUsd: bigint }) | null {
  if (!price) return null;
  const assumption = assumeTask(settings, measured);
  return { ...assumption, per1000TasksNanoUsd: 1000n * estimateCostNanoUsd(price, assumption) };
}
