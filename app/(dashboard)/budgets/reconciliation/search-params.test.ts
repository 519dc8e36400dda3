import { expect, test } from "vitest";
import { reconciliationInput } from "./search-params.ts";

const nothing = { provider: null, from: null, to: null, model: null };

test("an address that somebody typed is read as far as it makes sense", () => {
  expect(reconciliationInput(nothing)).toEqual({});
  const range = { from: "2026-11-01", to: "2026-11-25" };
  expect(reconciliationInput({ ...nothing, ...range, provider: "openai", model: "gpt-5" })).toEqual({
    ...{ ...range, provider: "openai", model: "gpt-5" },
  });
  expect(reconciliationInput({ ...nothing, from: "2026-11-26", to: "2026-11-25" })).toEqual({ to: "2026-11-25" });
  expect(reconciliationInput({ ...nothing, from: "yesterday", to: "2026-13-01" })).toEqual({});
});
