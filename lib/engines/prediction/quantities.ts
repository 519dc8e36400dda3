/** The quantities predicted besides success, in this order in artifacts. */
export const QUANTITIES = ["durationMs", "inputTokens", "outputTokens", "costNanoUsd"] as const;
export type QuantityName = (typeof QUANTITIES)[number];
