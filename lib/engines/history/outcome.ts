import { z } from "zod";
import { usdToNano } from "#lib/core/money.ts";
import { type Place, parseRecord } from "./place.ts";

/** What one agent made of one task. Unknown is null. */
export interface HistoryOutcome {
  itemId: string;
  agentName: string;
  /** 0-1; success is 1. */
  score: number;
  /** Integer valued. */
  costNanoUsd: number | null;
  latencyMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  /** The capability the agent showed on the item, as the data set names it; absent where it does not. */
  capability?: string;
}

const SUCCESS = new Map([
  ["0", 0],
  ["0.0", 0],
  ["false", 0],
  ["1", 1],
  ["1.0", 1],
  ["true", 1],
]);

const cell = z.string().trim();

function numberCell(name: string, max: number) {
  return cell.optional().transform((text, ctx) => {
    if (!text) return null;
    const value = Number(text);
    if (Number.isFinite(value) && value >= 0 && value <= max) return value;
    ctx.addIssue(`"${text}" is not ${name}`);
    return z.NEVER;
  });
}

const successCell = cell.optional().transform((text, ctx) => {
  if (!text) return null;
  const value = SUCCESS.get(text.toLowerCase());
  if (value !== undefined) return value;
  ctx.addIssue(`"${text}" is not 0 or 1`);
  return z.NEVER;
});

/** The same bound as for reported outcomes; it keeps amounts exact as integer-valued doubles. */
const MAX_COST_NANO_USD = 1_000_000n * 1_000_000_000n;

const costCell = cell.optional().transform((text, ctx) => {
  if (!text) return null;
  try {
    const nano = usdToNano(text);
    if (nano > MAX_COST_NANO_USD) {
      ctx.addIssue(`"${text}" is more than $1,000,000 for one task`);
      return z.NEVER;
    }
    if (nano >= 0n) return Number(nano);
  } catch {
    // falls through to the sentence below
  }
  ctx.addIssue(`"${text}" is not an amount in USD`);
  return z.NEVER;
});

const outcomeSchema = z.object({
  item_id: cell.min(1, "An outcome names its item"),
  agent: cell.min(1, "An outcome names its agent"),
  success: successCell,
  score: numberCell("a score between 0 and 1", 1),
  cost_usd: costCell,
  latency_ms: numberCell("a duration in milliseconds", 1e12),
  tokens_in: numberCell("a number of tokens", 1e12),
  tokens_out: numberCell("a number of tokens", 1e12),
  capability: cell.optional(),
});

/** Checks the header of outcomes.csv once, so that a wrong file is named as such. */
export function missingOutcomeColumns(columns: readonly string[]): string[] {
  const missing = ["item_id", "agent"].filter((name) => !columns.includes(name));
  if (!columns.includes("success") && !columns.includes("score")) missing.push("success or score");
  return missing;
}

/**
 * Reads one row of outcomes.csv; unknown columns are ignored.
 * Null when neither success nor score is filled in: the agent was not run on the item.
 * Zero tokens in and out together mean nobody counted them, since every call reads at least one.
 * @throws SignalboxError invalid_input naming file and line.
 */
export function parseOutcomeRow(row: Readonly<Record<string, string>>, place: Place): HistoryOutcome | null {
  const parsed = parseRecord(outcomeSchema, row, place);
  const score = parsed.success ?? parsed.score;
  if (score === null) return null;
  const uncounted = !parsed.tokens_in && !parsed.tokens_out;
  return {
    itemId: parsed.item_id,
    agentName: parsed.agent,
    score,
    costNanoUsd: parsed.cost_usd,
    latencyMs: parsed.latency_ms,
    inputTokens: uncounted ? null : parsed.tokens_in,
    outputTokens: uncounted ? null : parsed.tokens_out,
    ...(parsed.capability ? { capability: parsed.capability } : {}),
  };
}
