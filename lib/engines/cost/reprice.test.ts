import { expect, test } from "vitest";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import { repriceCalls } from "./reprice.ts";

const price = (inputUsd: bigint, source: string): ModelPrice => ({
  inputNanoUsdPerMtok: inputUsd * 1_000_000_000n,
  outputNanoUsdPerMtok: inputUsd * 4_000_000_000n,
  cacheReadNanoUsdPerMtok: null,
  cacheWrite5mNanoUsdPerMtok: null,
  cacheWrite1hNanoUsdPerMtok: null,
  source,
});
const JUNE = Date.parse("2026-06-01T00:00:00Z");
/** $10 until June, $2 from then on; nothing is known before 2026. */
const priceAt = (atMs: number) => {
  if (atMs < Date.parse("2026-01-01T00:00:00Z")) return null;
  return atMs < JUNE ? price(10n, "spring") : price(2n, "summer");
};
const usage = {
  ...{ inputTokens: 1_000, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 },
  ...{ outputTokens: 100, reasoningTokens: null },
};

test.each([
  ["the last millisecond before a price fell", JUNE - 1, usage, 14_000_000n, "spring"],
  ["the first millisecond of the new price", JUNE, usage, 2_800_000n, "summer"],
  ["a time nobody knows a price of", Date.parse("2025-12-31T00:00:00Z"), usage, null, null],
  ["a call whose tokens nobody knows", JUNE, null, null, "summer"],
  ["tokens of a class without a price", JUNE, { ...usage, cacheReadTokens: 1 }, null, "summer"],
  ["a call that read and wrote nothing", JUNE, { ...usage, inputTokens: 0, outputTokens: 0 }, 0n, "summer"],
] as const)("prices anew by the date of the call: %s", (_, atMs, used, after, source) => {
  const call = { id: "cal_1", atMs, usage: used, costNanoUsd: 5n };
  expect(repriceCalls([call], priceAt)).toEqual([
    { callId: "cal_1", beforeNanoUsd: 5n, afterNanoUsd: after, priceSource: source },
  ]);
});
