import { expect, test } from "vitest";
import { matchesSomeAgent } from "./budget-match.ts";

const agents = [
  { fleetName: "main", name: "ada", role: "researcher", configuration: "anthropic/researcher" },
  { fleetName: "lab", name: "bob", role: "critic", configuration: null },
];

test.each([
  [{ fleet: "main" }],
  [{ agent: "bob" }],
  [{ role: "researcher", provider: "anthropic" }],
  [{ fleet: "main", configuration: "anthropic/researcher" }],
  [{ fleet: "lab", tag: "any tag" }],
])("an agent falls under %j", (scope) => {
  expect(matchesSomeAgent(scope, agents)).toBe(true);
});

test.each([
  [{ fleet: "mian" }],
  [{ fleet: "lab", agent: "ada" }],
  [{ role: "critic", provider: "anthropic" }],
  [{ configuration: "anthropic/reseacher" }],
])("no agent falls under %j", (scope) => {
  expect(matchesSomeAgent(scope, agents)).toBe(false);
});

test.each([[{}], [{ tag: "project" }], [{ key: "key_1" }]])("%j names no agent, so that none is missed", (scope) => {
  expect(matchesSomeAgent(scope, [])).toBe(true);
});
