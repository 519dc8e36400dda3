import type { Provider } from "#lib/contracts/configuration.ts";
import type { ReceivedSpan, SpanOperation } from "#lib/contracts/span.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { READ_ATTRIBUTES, READ_OPERATIONS, readProviderName } from "#lib/runtime/telemetry/names.ts";

/** What a span says in our words. Unknown is null. */
export interface SpanFacts {
  span: ReceivedSpan;
  operation: SpanOperation;
  agent: string | null;
  /** All that was read and written. */
  tokens: number | null;
  usage: TokenUsage | null;
  /** As the span names it, and which one it is to us. */
  providerName: string | null;
  provider: Provider | null;
  model: string | null;
  requestedModel: string | null;
  errorType: string | null;
  /** Of a call through Signalbox. */
  decisionId: string | null;
}

const MOST_NAME = 120;
const MOST_TOKENS = 1_000_000_000;

/** Reads a span by the names of one list: see lib/runtime/telemetry/names.ts. */
export function readSpan(span: ReceivedSpan): SpanFacts {
  const text = (name: keyof typeof READ_ATTRIBUTES) => textOf(span, READ_ATTRIBUTES[name]);
  const usage = usageOf(span);
  const providerName = text("provider");
  return {
    span,
    operation: READ_OPERATIONS[text("operation") ?? ""] ?? "other",
    agent: text("agent"),
    tokens: usage && usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.outputTokens,
    usage,
    providerName,
    provider: providerName === null ? null : readProviderName(providerName),
    model: text("model"),
    requestedModel: text("requestModel"),
    errorType: text("errorType") ?? (span.failed ? "error" : null),
    decisionId: text("decision"),
  };
}

/** The convention counts cached tokens in with those read; null: the span does not say both numbers. */
function usageOf(span: ReceivedSpan): TokenUsage | null {
  const count = (name: keyof typeof READ_ATTRIBUTES) => countOf(span, READ_ATTRIBUTES[name]);
  const [read, outputTokens] = [count("inputTokens"), count("outputTokens")];
  if (read === null || outputTokens === null) return null;
  const cacheReadTokens = Math.min(count("cacheReadTokens") ?? 0, read);
  const cacheWrite5mTokens = Math.min(count("cacheWriteTokens") ?? 0, read - cacheReadTokens);
  const inputTokens = read - cacheReadTokens - cacheWrite5mTokens;
  const reasoningTokens = count("reasoningTokens");
  return { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens: 0, outputTokens, reasoningTokens };
}

function textOf({ attributes }: ReceivedSpan, names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributes.get(name);
    // PostgreSQL keeps no NUL.
    if (typeof value === "string" && value.trim() !== "") {
      return value.replaceAll("\u0000", "\uFFFD").trim().slice(0, MOST_NAME);
    }
  }
  return null;
}

function countOf({ attributes }: ReceivedSpan, names: readonly string[]): number | null {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === "number" && value >= 0 && value <= MOST_TOKENS) return Math.round(value);
  }
  return null;
}
