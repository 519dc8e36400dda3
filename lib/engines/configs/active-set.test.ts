import { expect, test } from "vitest";
import { type ActiveConfiguration, hashActiveSet } from "./active-set.ts";
import { defineConfig } from "./define-config.ts";

const settings = defineConfig.openai({ model: "o3", tier: "fast", maxTokens: 900 });
const one: ActiveConfiguration = { provider: "openai", name: "one", revision: 1, settings };
const two: ActiveConfiguration = { ...one, name: "two" };

test("the same set has the same hash in any order, another revision, setting or file has another", () => {
  const files = [
    { name: "prices", sha256: "ab" },
    { name: "routing-policy", sha256: "cd" },
  ];
  const hash = hashActiveSet([one, two], files);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashActiveSet([two, one], files.toReversed())).toBe(hash);
  const others = [[one], [one, { ...two, revision: 2 }], [one, { ...two, settings: { ...settings, maxTokens: 901 } }]];
  for (const other of others) expect(hashActiveSet(other, files)).not.toBe(hash);
  expect(hashActiveSet([one, two], [{ name: "prices", sha256: "ff" }])).not.toBe(hash);
});
