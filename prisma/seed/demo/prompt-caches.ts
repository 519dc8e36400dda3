import type { ModelPrice, Provider } from "#lib/contracts/configuration.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";

const MINUTE_MS = 60_000;
/** Providers cache nothing shorter. */
const LEAST_TOKENS = 1_024;
/** What a call begins with is at most this share of all it reads. */
const MOST_SHARE = 0.75;

/** A call as the cache sees it. */
export interface CachedCall {
  provider: Provider;
  model: string;
  price: ModelPrice;
  atMs: number;
  /** All that is read. */
  inputTokens: number;
  /** Of them, what every call of the kind begins with. */
  sharedPrompt: number;
}

/**
 * Prompt caches of the demo's models: all calls begin with the same handbook, some read further in it than others. What is
 * kept is read, what is missing is written, and each use keeps it longer. By what the model's price knows: some models'
 * writes cost nothing of their own, and models without a price for reading cache nothing. Calls are told in the order of
 * their time.
 */
export class PromptCaches {
  readonly #kept = new Map<string, { tokens: number; untilMs: number }>();

  read(call: CachedCall): Omit<TokenUsage, "outputTokens" | "reasoningTokens"> {
    const { provider, model, price, atMs } = call;
    const none = { inputTokens: call.inputTokens, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 };
    const prefix = Math.min(call.sharedPrompt, Math.floor(MOST_SHARE * call.inputTokens));
    if (prefix < LEAST_TOKENS || price.cacheReadNanoUsdPerMtok === null) return none;
    const key = `${provider} ${model}`;
    const known = this.#kept.get(key);
    const kept = known && known.untilMs >= atMs ? known.tokens : 0;
    this.#kept.set(key, { tokens: Math.max(kept, prefix), untilMs: atMs + KEPT_MS[provider] });
    const cacheReadTokens = Math.min(kept, prefix);
    const missing = prefix - cacheReadTokens;
    const usage = { ...none, cacheReadTokens, inputTokens: call.inputTokens - prefix };
    if (provider === "anthropic" && price.cacheWrite1hNanoUsdPerMtok !== null) {
      return { ...usage, cacheWrite1hTokens: missing };
    }
    if (price.cacheWrite5mNanoUsdPerMtok !== null) return { ...usage, cacheWrite5mTokens: missing };
    return { ...usage, inputTokens: usage.inputTokens + missing };
  }
}

/** Anthropic for the hour that is paid for; OpenAI as long as nobody needs the room; Bedrock five minutes. */
const KEPT_MS: Record<Provider, number> = { anthropic: 60 * MINUTE_MS, openai: 30 * MINUTE_MS, bedrock: 5 * MINUTE_MS };
