import type { LlmConfig, ModelPrice } from "#lib/contracts/configuration.ts";
import { estimateCostNanoUsd } from "./estimate.ts";

/** Traffic of seven days under one configuration. */
export interface WeekOfTasks {
  tasks: number;
  /** Tasks that reported tokens; the means rest on them. */
  measured: number;
  /** Sums over the measured tasks. */
  inputTokens: number;
  outputTokens: number;
}

const DAYS_OF_MONTH = 30n;
const DAYS_OF_WEEK = 7n;

/**
 * What a month of the last seven days' traffic costs under given settings and price, in nano-dollars: as many tasks of
 * as many tokens, answers cut at max tokens, nothing read from a cache.
 * Null when the price is unknown or no task reported its tokens: that is not the same as free.
 */
export function monthOfTasks(settings: LlmConfig, price: ModelPrice | null, week: WeekOfTasks): bigint | null {
  if (!price || week.measured === 0) return null;
  const inputTokens = week.inputTokens / week.measured;
  const outputTokens = Math.min(week.outputTokens / week.measured, settings.maxTokens);
  return (
    (estimateCostNanoUsd(price, { inputTokens, outputTokens }) * BigInt(week.tasks) * DAYS_OF_MONTH) / DAYS_OF_WEEK
  );
}
