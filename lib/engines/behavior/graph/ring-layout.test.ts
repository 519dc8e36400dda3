import { describe, expect, it } from "vitest";
import { roleByName } from "../behavior-history.ts";
import { graphOf } from "./hand-off-graph.ts";
import { ringLayout } from "./ring-layout.ts";

const passed = [
  { from: "planner_1", to: "writer_2", count: 1 },
  { from: "planner_1", to: "critic_1", count: 9 },
  { from: "critic_1", to: "writer_10", count: 5 },
  { from: "writer_10", to: "writer_2", count: 100 },
];
const layout = ringLayout(graphOf(passed), roleByName);

describe("the ring", () => {
  it("has agents of a role side by side and by name, with numbers as numbers", () => {
    expect(layout.agents.map(({ agent }) => agent)).toEqual(["critic_1", "planner_1", "writer_2", "writer_10"]);
    for (const { role, turn } of layout.agents) {
      const own = layout.roles.find((one) => one.role === role);
      expect(turn).toBeGreaterThan(own?.fromTurn ?? 1);
      expect(turn).toBeLessThan(own?.untilTurn ?? 0);
    }
  });

  it("puts roles beside those they hand over to most", () => {
    const chain = [
      { from: "a_1", to: "c_1", count: 9 },
      { from: "c_1", to: "b_1", count: 5 },
      { from: "a_1", to: "b_1", count: 1 },
    ];
    expect(ringLayout(graphOf(chain), roleByName).roles.map(({ role }) => role)).toEqual(["a", "c", "b"]);
  });

  it("goes round once, leaves room between roles, and is the same in whatever order hand-offs are told", () => {
    const edges = layout.roles.flatMap(({ fromTurn, untilTurn }) => [fromTurn, untilTurn]);
    expect(edges).toEqual(edges.toSorted((a, b) => a - b));
    expect(new Set(edges).size).toBe(edges.length);
    expect(Math.min(...edges)).toBeGreaterThan(0);
    expect(Math.max(...edges)).toBeLessThan(1);
    expect(ringLayout(graphOf(passed.toReversed()), roleByName)).toEqual(layout);
  });

  it("of nobody is empty", () => {
    expect(ringLayout(graphOf([]), roleByName)).toEqual({ agents: [], roles: [] });
  });
});
