import { expect, test } from "vitest";
import { trainingInput } from "./search-params.ts";

const NOW = Date.parse("2026-11-25T12:00:00Z");

test("an address of the training list becomes the query's input", () => {
  expect(trainingInput({ fleet: "demo", state: "failed", kind: null, cursor: "" }, NOW)).toEqual({
    fleet: "demo",
    state: "failed",
  });
  expect(trainingInput({ range: "24h" }, NOW)).toEqual({ from: "2026-11-24T12:00:00.000Z" });
  expect(trainingInput({ from: new Date(NOW), to: "2026-11-26T00:00:00.000Z" }, NOW)).toEqual({
    from: "2026-11-25T12:00:00.000Z",
    to: "2026-11-26T00:00:00.000Z",
  });
});
