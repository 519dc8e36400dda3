import { expect, it } from "vitest";
import type { AliasMoveView } from "./model.ts";
import { productionSpans } from "./production-spans.ts";

const move = (day: number, toVersion: number, alias: AliasMoveView["alias"] = "production"): AliasMoveView => ({
  id: String(day),
  alias,
  fromVersion: null,
  toVersion,
  verb: "promote",
  reason: "Because",
  actorName: "Ana",
  at: `2026-11-${String(day).padStart(2, "0")}T12:00:00.000Z`,
  gates: null,
  override: false,
  automatic: false,
});

it("each move of production begins a span that the next one ends", () => {
  const spans = productionSpans([move(20, 1), move(15, 3, "staging"), move(10, 2), move(5, 1)]);
  expect(spans.map(({ version, from, to }) => [version, from.slice(8, 10), to?.slice(8, 10) ?? null])).toEqual([
    [1, "05", "10"],
    [2, "10", "20"],
    [1, "20", null],
  ]);
});
