import { expect, test } from "vitest";
import type { ModelPrice } from "#lib/contracts/configuration.ts";
import { defineConfig } from "#lib/engines/configs/define-config.ts";
import { monthOfTasks } from "./month.ts";

const settings = defineConfig.openai({ model: "o3", tier: "fast", maxTokens: 900 });
const price = {
  inputNanoUsdPerMtok: 2_000_000_000n,
  outputNanoUsdPerMtok: 8_000_000_000n,
  source: "test",
} as ModelPrice;
const week = { tasks: 700, measured: 100, inputTokens: 100_000, outputTokens: 50_000 };

test("a month is thirty sevenths of the week, every task as the measured ones", () => {
  // 1,000 tokens at $2 and 500 at $8 a million: $0.006 a task, 100 tasks a day.
  expect(monthOfTasks(settings, price, week)).toBe(18_000_000_000n);
});

test("an answer is not longer than max tokens allow", () => {
  const short = { ...settings, maxTokens: 250 };
  expect(monthOfTasks(short, price, week)).toBe(12_000_000_000n);
});

test("without a price or a measured task nothing is known", () => {
  expect(monthOfTasks(settings, null, week)).toBeNull();
  expect(monthOfTasks(settings, price, { ...week, measured: 0 })).toBeNull();
});
