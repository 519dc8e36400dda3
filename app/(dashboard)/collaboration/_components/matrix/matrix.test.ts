import { describe, expect, it } from "vitest";
import type { CollaborationView } from "#lib/contracts/collaboration.ts";
import { matrixOf, roleCells } from "./matrix-cells.ts";
import { cellUnder, matrixLayout } from "./matrix-layout.ts";

const AGENTS = ["a", "b", "c"].map((name, i) => ({
  ...{ name, role: i < 2 ? "critic" : "analyst", turn: i / 3, agentId: null },
  ...{ handedOver: 1, received: 1, centrality: 0.3, part: null },
}));
const view: CollaborationView = {
  fleetName: "demo",
  measure: "handoffs",
  model: { version: 1, sha256: "", runs: 1, interactions: 1 },
  agents: AGENTS,
  roles: [
    { role: "critic", fromTurn: 0, untilTurn: 0.6, agents: 2 },
    { role: "analyst", fromTurn: 0.6, untilTurn: 1, agents: 1 },
  ],
  pairs: { from: [0, 2, 1], to: [2, 1, 0], count: [9, 1, 4], uplift: null },
  teams: [],
  bottlenecks: [],
};
const all = { senders: null, receivers: null };

describe("the matrix", () => {
  it("has senders down and receivers across, in the order of the ring, the most frequent strongest", () => {
    const { cells, cellAt, receivers } = matrixOf(view, [0, 1, 2], all);
    const strongest = cells[cellAt.get(0 * receivers.length + 2) ?? -1];
    expect(strongest).toMatchObject({ pair: 0, strength: 1 });
    expect(cells).toHaveLength(3);
  });

  it("shows the agents of two roles alone when one goes into them", () => {
    const matrix = matrixOf(view, [0, 1, 2], { senders: "critic", receivers: "analyst" });
    expect(matrix).toMatchObject({ senders: [0, 1], receivers: [2], cells: [{ row: 0, column: 0, pair: 0 }] });
  });

  it("adds up by role", () => {
    const counts = roleCells(view, [0, 1, 2]).map((row) => row.map(({ count, pairs }) => [count, pairs]));
    expect(counts).toEqual([
      [
        [4, 1],
        [9, 1],
      ],
      [
        [1, 1],
        [0, 0],
      ],
    ]);
  });

  it("names agents where there is room, and finds the cell under a pointer", () => {
    const matrix = matrixOf(view, [0], all);
    const layout = matrixLayout(matrix, 1000);
    expect(layout.hasNames).toBe(true);
    const at = { x: layout.leftPx + layout.cellPx * 2.5, y: layout.topPx + layout.cellPx * 0.5 };
    expect(cellUnder(matrix, layout, at)).toEqual({ row: 0, column: 2 });
    expect(cellUnder(matrix, layout, { x: 1, y: 1 })).toBeNull();
    const crowd = { ...matrix, senders: Array(200).fill(0), receivers: Array(200).fill(0) };
    expect(matrixLayout(crowd, 1000)).toMatchObject({ hasNames: false, cellPx: 4.5 });
  });
});
