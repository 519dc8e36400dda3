import fc from "fast-check";
import { expect, it } from "vitest";
import { runOf } from "../run-fixture.ts";
import { betweenness } from "./betweenness.ts";
import { findBottlenecks } from "./bottlenecks.ts";
import { busiestPart } from "./busiest.ts";
import { graphOf, handOffGraph } from "./hand-off-graph.ts";
import { pageRank } from "./page-rank.ts";
import { roleSignatures } from "./role-signature.ts";

const handOff = (from: string, to: string, count = 1) => ({ from, to, count });
const line = graphOf([handOff("a", "b"), handOff("b", "c"), handOff("c", "d")]);

it("on a line the inner ones lie on the ways of the others", () => {
  // Of 3 x 2 pairs of others: b on a-c and a-d, c on a-d and b-d.
  expect([...betweenness(line)]).toEqual([0, 2 / 6, 2 / 6, 0]);
});

it("two equally short ways share what goes over them", () => {
  const diamond = graphOf([handOff("a", "b"), handOff("a", "c"), handOff("b", "d"), handOff("c", "d")]);
  expect([...betweenness(diamond)]).toEqual([0, 0.5 / 6, 0.5 / 6, 0]);
});

it("work that is handed on and on ends up where most is handed to", () => {
  const ranks = pageRank(
    graphOf([handOff("a", "hub", 9), handOff("b", "hub", 9), handOff("hub", "a"), handOff("a", "b")]),
  );
  expect(ranks[2]).toBe(Math.max(...ranks));
});

it("ranks sum to 1, and shares lie between 0 and 1, for every graph", () => {
  const name = fc.constantFrom("a", "b", "c", "d", "e");
  const edge = fc.record({ from: name, to: name, count: fc.integer({ min: 1, max: 50 }) });
  fc.assert(
    fc.property(fc.array(edge, { minLength: 1, maxLength: 20 }), (edges) => {
      const graph = graphOf(edges);
      expect(pageRank(graph).reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 8);
      for (const share of betweenness(graph)) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1 + 1e-9);
      }
    }),
  );
});

it("a bottleneck is who cuts others off, then who is waited for", () => {
  const found = findBottlenecks(line, [
    { from: "a", to: "b", step: 0, waitMs: 900 },
    { from: "c", to: "d", step: 1, waitMs: 100 },
  ]);
  expect(found[0]).toMatchObject({ agent: "b", pairsCut: 2, waitingShare: 0.9 });
  expect(found[0]?.sentence).toBe(
    "Without b, 2 pairs of agents no longer reach each other; 90% of all waiting is for b.",
  );
  expect(found.map(({ agent }) => agent)).not.toContain("a");
});

it("an agent with a way around it lengthens the others' ways", () => {
  const ring = graphOf([handOff("a", "b", 8), handOff("b", "c", 8), handOff("a", "d"), handOff("d", "c")]);
  const [first] = findBottlenecks(ring, []);
  // 2 steps of length 1 become 2 of length 1 + log2(8); a-d and d-c stay as long as they are.
  expect(first).toMatchObject({ agent: "b", pairsCut: 0, lengthening: (8 + 8) / (2 + 8) - 1, waitingShare: null });
});

it("roles show in how agents take part", () => {
  const runs = Array.from({ length: 5 }, (_, i) =>
    runOf(String(i), ["boss > web: look", "web: seen", "boss > code: run", "code: ran", "boss: done"]),
  );
  expect(roleSignatures(runs).map(({ agent, role }) => [agent, role])).toEqual([
    ["boss", "coordinator"],
    ["code", "assistant"],
    ["web", "assistant"],
  ]);
  expect(handOffGraph(runs).edges).toHaveLength(4);
});

it("naming the receiver tells nobody apart where everybody does", () => {
  const chain = Array.from({ length: 5 }, (_, i) =>
    runOf(String(i), ["scout > reader: look", "reader > editor: read", "editor > nobody: edited"]),
  );
  expect(roleSignatures(chain).map(({ agent, role }) => [agent, role])).toEqual([
    ["editor", "closer"],
    ["reader", "relay"],
    ["scout", "opener"],
  ]);
});

it("measures the ways of a large fleet between its busiest agents alone", () => {
  const passed = ["a", "b", "c"].flatMap((from) => ["a", "b", "c"].map((to) => ({ from, to, count: 9 })));
  const whole = graphOf([...passed.filter(({ from, to }) => from !== to), { from: "rare", to: "a", count: 1 }]);
  expect(busiestPart(whole, 4)).toBe(whole);
  expect(busiestPart(whole, 3)).toMatchObject({ agents: ["a", "b", "c"], edges: { length: 6 } });
});
