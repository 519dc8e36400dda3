import { expect, test } from "vitest";
import { routeRequestSchema } from "#lib/contracts/decision.ts";
import { EMPTY_DRAFT, toRouteRequest } from "./route-request.ts";

const draft = { ...EMPTY_DRAFT, fleetName: "main", type: "research" };

test("a form with a type alone is a request without constraints", () => {
  const { task, budget_tags } = routeRequestSchema.parse(toRouteRequest(draft));
  expect(task.requiredCapabilities).toEqual([]);
  expect(
    Object.values(task.constraints)
      .flat()
      .filter((value) => value !== null),
  ).toEqual([]);
  expect(budget_tags).toEqual([]);
});

test("capabilities may carry a least level, and durations become milliseconds", () => {
  const filled = { ...draft, capabilities: "web_search:0.7, citation", maxDurationSeconds: "1.5", minSuccess: "0.8" };
  const { task } = routeRequestSchema.parse(toRouteRequest(filled));
  expect(task.requiredCapabilities).toEqual([
    { name: "web_search", minLevel: 0.7 },
    { name: "citation", minLevel: 0 },
  ]);
  expect(task.constraints.maxDurationMs).toBe(1500);
  expect(task.constraints.minSuccessProbability).toBe(0.8);
});

test("a task says how much its failure would hurt", () => {
  const priorityOf = (of: Partial<typeof draft>) =>
    routeRequestSchema.parse(toRouteRequest({ ...draft, ...of })).task.priority;
  expect(priorityOf({})).toBe("normal");
  expect(priorityOf({ priority: "critical" })).toBe("critical");
});

test("a figure that is no number is left for the server to refuse", () => {
  expect(routeRequestSchema.safeParse(toRouteRequest({ ...draft, maxCostUsd: "cheap" })).success).toBe(false);
});
