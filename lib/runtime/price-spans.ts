import { type ModelPrice, providerSchema } from "#lib/contracts/configuration.ts";
import { processState } from "#lib/core/process-state.ts";
import { loadedHeads, modelFacts } from "./configurations.ts";

const DAY_MS = 86_400_000;
/** A hundred models over a year. */
const MOST_KNOWN = 50_000;

/** Prices of some models over a range of time, which they seldom change in. */
export interface PriceSpans {
  /** Midnights (UTC) at which any of them changed. */
  cutsMs: number[];
  /** @param span how many of the cuts lie before; null where nobody knows a price */
  priceOf(provider: string | null, model: string | null, span: number): ModelPrice | null;
}

interface DayPrice {
  price: ModelPrice | null;
  /** The same for the same price. */
  text: string;
}

/** To look a price up takes a moment, and a range has thousands; what was loaded anew may say otherwise. */
const known = () => processState("runtime.dayPrices", () => ({ loadedAtMs: 0, prices: new Map<string, DayPrice>() }));

/** List prices by day, own prices included, as this process last loaded them. */
export function priceSpans(
  models: readonly { provider: string; model: string }[],
  fromMs: number,
  toMs: number,
): PriceSpans {
  const own = known();
  const { loadedAtMs } = loadedHeads();
  if (own.loadedAtMs !== loadedAtMs || own.prices.size > MOST_KNOWN) own.prices.clear();
  own.loadedAtMs = loadedAtMs;
  const cutsMs: number[] = [];
  const firstDayMs = Math.floor(fromMs / DAY_MS) * DAY_MS;
  let before = pricesOn(models, firstDayMs);
  const spans = [before];
  for (let dayMs = firstDayMs + DAY_MS; dayMs < toMs; dayMs += DAY_MS) {
    const after = pricesOn(models, dayMs);
    if (before.every(({ text }, i) => after[i]?.text === text)) continue;
    before = after;
    cutsMs.push(dayMs);
    spans.push(after);
  }
  const place = new Map(models.map(({ provider, model }, i) => [`${provider} ${model}`, i]));
  return {
    cutsMs,
    priceOf(provider, model, span) {
      const i = place.get(`${provider} ${model}`);
      return i === undefined ? null : (spans[span]?.[i]?.price ?? null);
    },
  };
}

const pricesOn = (models: readonly { provider: string; model: string }[], dayMs: number) =>
  models.map(({ provider, model }) => priceOn(provider, model, dayMs));

/** As it was at the end of the day: an own price begins at a moment, a call of that day may have had the one before. */
function priceOn(provider: string, model: string, dayMs: number): DayPrice {
  const { prices } = known();
  const key = `${provider} ${model} ${dayMs}`;
  const found = prices.get(key);
  if (found) return found;
  const listed = providerSchema.safeParse(provider).data;
  const price = listed ? modelFacts(listed, model, dayMs + DAY_MS - 1).price : null;
  const made = { price, text: price === null ? "" : ratesText(price) };
  prices.set(key, made);
  return made;
}

const ratesText = (price: ModelPrice) =>
  JSON.stringify(price, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
