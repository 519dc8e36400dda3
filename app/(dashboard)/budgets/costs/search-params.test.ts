import { expect, test } from "vitest";
import { bucketOf, costRequest, costsHref, loadCostSearch, splitOf } from "./search-params.ts";

const NOW = Date.parse("2026-11-26T05:00:00Z");
const DAY_MS = 86_400_000;
const search = (address: string) => loadCostSearch(new URLSearchParams(address));

test("an address without anything is the last 30 days, the first of them whole, by configuration", () => {
  const nothing = search("");
  expect(splitOf(nothing)).toEqual(["configuration"]);
  expect(costRequest(nothing, NOW)).toEqual({
    from: "2026-10-27T00:00:00.000Z",
    to: "2026-11-26T05:00:00.000Z",
    bucket: "day",
    filters: {},
  });
});

test("a view comes back from its own address, whatever its values are called", () => {
  const view = { ...search("by=agent&and=tag&range=7d"), tag: ["a,b", "", "=1+1"], agent: ["ada"] };
  const again = loadCostSearch(new URLSearchParams(costsHref("", view)));
  expect(again).toEqual(view);
  expect(costRequest(again, NOW)?.filters).toEqual({ agent: ["ada"], tag: ["a,b", "", "=1+1"] });
});

test("two moments come before a span, and a range that ends before it begins is none", () => {
  const between = costRequest(search("from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z"), NOW);
  expect(between).toMatchObject({ from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z", bucket: "hour" });
  expect(costRequest(search("from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z"), NOW)).toBeNull();
});

test("a bucket is as fine as was asked for, as long as the chart has room for its points", () => {
  expect(bucketOf(null, 2 * DAY_MS)).toBe("hour");
  expect(bucketOf(null, 30 * DAY_MS)).toBe("day");
  expect(bucketOf(null, 365 * DAY_MS)).toBe("week");
  expect(bucketOf("hour", 30 * DAY_MS)).toBe("hour");
  expect(bucketOf("hour", 365 * DAY_MS)).toBe("day");
  expect(bucketOf("month", DAY_MS)).toBe("month");
});

test("the same twice is once", () => {
  expect(splitOf({ by: "agent", and: "agent" })).toEqual(["agent"]);
  expect(splitOf({ by: "agent", and: "model" })).toEqual(["agent", "model"]);
});
