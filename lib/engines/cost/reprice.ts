import type { ModelPrice } from "#lib/contracts/configuration.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";
import { costOfUsageNanoUsd } from "./estimate.ts";

/** A call of the past, as far as its price goes. Null: nobody knows. */
export interface PricedCall {
  id: string;
  /** Milliseconds since the epoch: the price in force then is the one that counts. */
  atMs: number;
  usage: TokenUsage | null;
  costNanoUsd: bigint | null;
}

export interface Repriced {
  callId: string;
  beforeNanoUsd: bigint | null;
  afterNanoUsd: bigint | null;
  priceSource: string | null;
}

/**
 * What each call costs by the prices known now, in nano-dollars. A call whose tokens or price nobody knows stays
 * unknown, which is not zero.
 */
export function repriceCalls(calls: readonly PricedCall[], priceAt: (atMs: number) => ModelPrice | null): Repriced[] {
  return calls.map(({ id, atMs, usage, costNanoUsd }) => {
    const price = priceAt(atMs);
    const after = price && usage ? costOfUsageNanoUsd(price, usage) : null;
    return { callId: id, beforeNanoUsd: costNanoUsd, afterNanoUsd: after, priceSource: price?.source ?? null };
  });
}
