import type { ModelPrice, Provider } from "#lib/contracts/configuration.ts";
import type { TokenClass } from "#lib/contracts/reconciliation.ts";
import { modelKey } from "#lib/engines/cost/reconcile/model-key.ts";
import type { ByClass } from "#lib/engines/cost/reconcile/split-cost.ts";
import { allConfigurations, modelFacts } from "#lib/runtime/configurations.ts";
import { listedModels } from "#lib/runtime/model-catalogue.ts";

/** The models of a provider that Signalbox knows, by the name under which both sides meet. */
export class ModelNames {
  readonly #provider: Provider;
  readonly #names = new Map<string, string>();
  readonly #rates = new Map<string, ByClass<bigint | null> | null>();

  /** @param called as callers name them: they come before what the catalogue calls the same model. */
  constructor(provider: Provider, called: Iterable<string>) {
    this.#provider = provider;
    const configured = allConfigurations().filter(({ settings }) => settings.provider === provider);
    const all = [...called, ...configured.map(({ settings }) => settings.model), ...listedModels(provider)];
    for (const name of all) {
      const key = modelKey(provider, name);
      if (!this.#names.has(key)) this.#names.set(key, name);
    }
  }

  get keys(): ReadonlySet<string> {
    return new Set(this.#names.keys());
  }

  /** The key of a known model; what is none keeps its name as billed. */
  keyOf(billedAs: string): string {
    const key = modelKey(this.#provider, billedAs);
    return this.#names.has(key) ? key : billedAs;
  }

  /** The id to price a model by, and to set a price for; null of what is no known model. */
  nameOf(key: string): string | null {
    return this.#names.get(key) ?? null;
  }

  /** Our prices of a model in the middle of a day; null where there is none. */
  ratesOf(key: string, day: string, long = false): ByClass<bigint | null> | null {
    const cacheKey = `${key}\n${day}\n${long}`;
    const cached = this.#rates.get(cacheKey);
    if (cached !== undefined) return cached;
    const name = this.nameOf(key);
    const price = name === null ? null : modelFacts(this.#provider, name, Date.parse(`${day}T12:00:00Z`)).price;
    const rates = price && byClass(long && price.longContext ? price.longContext : price);
    this.#rates.set(cacheKey, rates);
    return rates;
  }

  rateOf(key: string, day: string, tokenClass: TokenClass): bigint | null {
    return this.ratesOf(key, day)?.[tokenClass] ?? null;
  }

  /** From how many tokens on requests have the price of long ones, by the id as it is called. */
  longAbove(atMs: number): Record<string, number> {
    const limits = [...this.#names.values()].flatMap((name) => {
      const above = modelFacts(this.#provider, name, atMs).price?.longContext?.aboveInputTokens;
      return above === undefined ? [] : [[name, above] as const];
    });
    return Object.fromEntries(limits);
  }
}

const byClass = (rates: Omit<ModelPrice, "source" | "longContext">): ByClass<bigint | null> => ({
  input: rates.inputNanoUsdPerMtok,
  cache_read: rates.cacheReadNanoUsdPerMtok,
  cache_write_5m: rates.cacheWrite5mNanoUsdPerMtok,
  cache_write_1h: rates.cacheWrite1hNanoUsdPerMtok,
  output: rates.outputNanoUsdPerMtok,
});
