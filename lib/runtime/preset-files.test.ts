import { describe, expect, test } from "vitest";
import { PRESET_NAMES, PROVIDERS } from "#lib/contracts/configuration.ts";
import { validateConfig } from "#lib/engines/configs/validate.ts";
import { estimateConfiguration } from "#lib/engines/cost/estimate-configuration.ts";
import { readPresetFiles } from "./preset-files.ts";
import { catalogueFacts } from "./price-catalogue.ts";

const presets = readPresetFiles().flatMap(({ presets, provider }) =>
  presets.map(({ name, settings }) => ({ ref: `${provider}/${name}`, settings })),
);
const AT = Date.parse("2026-11-20T00:00:00Z");

describe("preset files", () => {
  test("define the nine presets of every provider", () => {
    const expected = PROVIDERS.flatMap((provider) => PRESET_NAMES.map((name) => `${provider}/${name}`));
    expect(presets.map(({ ref }) => ref).toSorted()).toEqual(expected.toSorted());
  });

  test.each(presets)("$ref has nothing to complain about, a price and both limits", ({ settings }) => {
    const facts = catalogueFacts(settings.provider, settings.model, AT);
    expect(validateConfig(settings, facts)).toEqual([]);
    expect(facts).toMatchObject({ contextWindow: expect.any(Number), maxOutputTokens: expect.any(Number) });
    expect(estimateConfiguration(settings, facts.price)?.per1000TasksNanoUsd).toBeGreaterThan(0n);
  });

  test.each(PROVIDERS)("%s costs least under cost_optimized and most under high_quality", (provider) => {
    const costs = new Map(
      presets
        .filter(({ settings }) => settings.provider === provider)
        .map(({ ref, settings }) => [
          ref.split("/")[1],
          estimateConfiguration(settings, catalogueFacts(provider, settings.model, AT).price)!.per1000TasksNanoUsd,
        ]),
    );
    const sorted = [...costs.values()].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect(costs.get("cost_optimized")).toBeLessThanOrEqual(sorted[1]!);
    expect(costs.get("high_quality")).toBe(sorted.at(-1));
  });
});
