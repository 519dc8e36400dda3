import { expect, test } from "vitest";
import { columnMappingSchema } from "#lib/contracts/reconciliation.ts";
import { guessMapping, mappingText } from "./guess-mapping.ts";

const understood = (header: readonly string[], last?: object) => {
  const draft = guessMapping(header, last && columnMappingSchema.parse(last));
  const mapping = columnMappingSchema.parse(JSON.parse(mappingText(draft)));
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => typeof value === "string"));
};

test("columns are taken for what they are called, the more exact name first", () => {
  expect(understood(["Usage date", "Model", "Cached input", "Input", "Output", "Cost (USD)"])).toEqual({
    ...{ day: "Usage date", model: "Model", input: "Input", cacheRead: "Cached input", output: "Output" },
  });
  expect(understood(["day", "model", "type", "tokens", "amount"])).toEqual({
    ...{ day: "day", model: "model", tokenClass: "type", tokens: "tokens", costUsd: "amount" },
  });
});

test("what somebody named before is offered again, as long as the file has these columns", () => {
  const last = { day: "When", model: "What", output: "Out", label: "Who" };
  expect(understood(["When", "What", "Out", "Who", "Input"], last)).toEqual(last);
  expect(understood(["Date", "Model", "Output tokens"], last)).toEqual({
    ...{ day: "Date", model: "Model", output: "Output tokens" },
  });
});
