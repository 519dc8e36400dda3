import { expect, test } from "vitest";
import { type ActiveConfiguration, hashActiveSet } from "./active-set.ts";
import { defineConfig } from "./define-config.ts";

const settings = defineConfig.openai({ model: "o3", tier: "fast", maxTokens: 900 });
const one: ActiveConfiguration = { provider: "openai", name: "one", revision: 1, settings };
const two: ActiveConfiguration = { ...one, name: "two" };

test("the same set has the same hash in any order, another revision or setting has another", () => {
  const hash = hashActiveSet([one, two]);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashActiveSet([two, one])).toBe(hash);
  const others = [[one], [one, { ...two, revision: 2 }], [one, { ...two, settings: { ...settings, maxTokens: 901 } }]];
  for (const other of others) expect(hashActiveSet(other)).not.toBe(hash);
});
