import { expect, test } from "vitest";
import { loadCostSearch } from "../search-params.ts";
import { decisionsOf, narrowedHref, unfilteredHref, withoutFilterHref } from "./drill-down.ts";

const search = (address: string) => loadCostSearch(new URLSearchParams(address));
const range = { from: "2026-11-01T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z" };

test("a row of two splits narrows by the first and keeps the second", () => {
  expect(narrowedHref(search("by=agent&and=model&range=7d"), [{ value: "ada" }])).toBe(
    "/budgets/costs?by=model&range=7d&agent=ada",
  );
});

test("the last split is followed by what is not fixed yet", () => {
  expect(narrowedHref(search("by=model"), [{ value: "o3" }])).toBe("/budgets/costs?by=agent&model=o3");
  const both = narrowedHref(search("by=agent&and=model"), [{ value: "ada" }, { value: "o3" }]);
  expect(both).toBe("/budgets/costs?agent=ada&model=o3");
});

test("a row without a value narrows to those without one, and one of a token class does not narrow", () => {
  expect(narrowedHref(search("by=tag"), [{ value: null }])).toBe("/budgets/costs?by=model&tag=");
  expect(narrowedHref(search("by=token_class"), [{ value: "input" }])).toBeNull();
});

test("decisions are shown where their list has every filter of the view", () => {
  const found = decisionsOf(search("by=agent&and=task_type&fleet=demo"), range, [
    { value: "ada" },
    { value: "research" },
  ]);
  const expected = new URLSearchParams(found?.split("?")[1]);
  expect(Object.fromEntries(expected)).toEqual({ agent: "ada", type: "research", fleet: "demo", ...range });
  expect(decisionsOf(search("by=model"), range, [{ value: "o3" }])).toBeNull();
  expect(decisionsOf(search("by=agent&tag=x"), range, [{ value: "ada" }])).toBeNull();
  expect(decisionsOf(search("by=agent&agent=ada&agent=bob"), range, [{ value: "ada" }])).toContain("agent=ada");
  expect(decisionsOf(search("by=agent&fleet=a&fleet=b"), range, [{ value: "ada" }])).toBeNull();
});

test("a filter goes value by value", () => {
  expect(withoutFilterHref(search("agent=ada&agent=bob"), "agent", "ada")).toBe("/budgets/costs?agent=bob");
  expect(unfilteredHref(search("by=model&agent=ada&tag="))).toBe("/budgets/costs?by=model");
  expect(unfilteredHref(search("by=model"))).toBeNull();
});
