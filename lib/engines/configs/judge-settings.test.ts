import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { SETTINGS_NAMES } from "#lib/contracts/settings-file.ts";
import { describeFindings } from "./document-findings.ts";
import { judgeSettings } from "./judge-settings.ts";

const shipped = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, `../../../configs/${name}.json`), "utf8");
const prices = (...models: string[]) => `{\n"version": "1",\n"note": "",\n"models": [\n${models.join(",\n")}\n]\n}`;
const entry = (more = "") => `{ "provider": "openai", "model": "gpt-9", "source": "a page"${more} }`;
const refusal = (text: string) => {
  const { settings, findings } = judgeSettings("prices", text);
  expect(settings).toBeNull();
  return describeFindings(findings);
};

test.each(SETTINGS_NAMES)("configs/%s.json as shipped is usable", (name) => {
  expect(judgeSettings(name, shipped(name)).findings).toEqual([]);
});

test("spaces and the order of properties make no difference to the hash, what is said does", () => {
  const { sha256 } = judgeSettings("prices", prices(entry()));
  const reordered = '{ "source": "a page", "model": "gpt-9", "provider": "openai" }';
  expect(judgeSettings("prices", prices(reordered).replaceAll("\n", " ")).sha256).toBe(sha256);
  expect(judgeSettings("prices", prices(entry(', "contextWindow": 1'))).sha256).not.toBe(sha256);
});

describe("a file is refused as a whole, with line and reason,", () => {
  test("for a model that is listed twice: the later entry would win in silence", () => {
    expect(refusal(prices(entry(), entry()))).toBe("line 6, models.1: openai gpt-9 is listed twice");
  });

  test("for a property that is written twice, or that nobody knows", () => {
    expect(refusal(prices(entry(', "model": "gpt-8"')))).toBe("line 5, models.0.model: It is written twice.");
    expect(refusal(prices(entry(', "colour": "red"')))).toBe(
      'line 5, models.0.colour: There is no property "colour" here.',
    );
  });

  test("for a price that does not say when it was compared with its source", () => {
    const price = ', "price": { "effectiveFrom": "2026-01-01", "inputUsdPerMtok": 1, "outputUsdPerMtok": 2 }';
    expect(refusal(prices(entry(price)))).toMatch(/^line 5, models\.0\.price\.checkedOn: /);
  });

  test("for what is no JSON", () => {
    expect(refusal('{\n"version": "1",\n}')).toMatch(/^line 3: Not JSON/);
  });

  test("naming the first few of many", () => {
    expect(refusal(prices(...Array.from({ length: 9 }, () => "{}")))).toMatch(/; and \d+ more$/);
  });
});
