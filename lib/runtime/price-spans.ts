import { type ModelPrice, providerSchema } from "#lib/contracts/configuration.ts";
import { modelFacts } from "./configurations.ts";

const DAY_MS = 86_400_000;

/** Prices of some models over a range of time, which they seldom change in. */
export interface PriceSpans {
  /** Midnights (UTC) at which any of them changed. */
  cutsMs: number[];
  /** @param span how many of the cuts lie before; null where nobody knows a price */
  priceOf(provider: string | null, model: string | null, span: number): ModelPrice | null;
}

/** List prices by day, own prices included, as this process last loaded them. */
export function priceSpans(
  models: readonly { provider: string; model: string }[],
  fromMs: number,
  toMs: number,
): PriceSpans {
  const cutsMs: number[] = [];
  const firstDayMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
  let before = pricesAt(models, firstDayMs);
  const spans = [before];
  for (let dayMs = firstDayMs + DAY_MS; dayMs < toMs; dayMs += DAY_MS) {
    const after = pricesAt(models, dayMs);
    if (isSame(before, after)) continue;
    before = after;
    cutsMs.push(dayMs);
    spans.push(after);
  }
  return {
    cutsMs,
    priceOf: (provider, model, span) => spans[span]?.get(`${provider} ${model}`)?.price ?? null,
  };
}

type Prices = Map<string, { price: ModelPrice | null; text: string }>;

/** As they were at the end of the day: an own price begins at a moment, a call of that day may have had the one before. */
function pricesAt(models: readonly { provider: string; model: string }[], dayMs: number): Prices {
  return new Map(
    models.map(({ provider, model }) => {
      const known = providerSchema.safeParse(provider).data;
      const price = known ? modelFacts(known, model, dayMs + DAY_MS - 1).price : null;
      return [`${provider} ${model}`, { price, text: String(price && ratesText(price)) }];
    }),
  );
}

const ratesText = (price: ModelPrice) =>
  Object.values(price)
    .filter((rate) => typeof rate !== "object")
    .join(" ");

const isSame = (a: Prices, b: Prices) => [...a].every(([key, { text }]) => b.get(key)?.text === text);
