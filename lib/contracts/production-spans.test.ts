import { describe, expect, it } from "vitest";
import type { AliasMoveView } from "./model.ts";
import { productionSpans, spanAt } from "./production-spans.ts";

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

describe("what was in production at a moment", () => {
  const spans = productionSpans([move(20, 1), move(15, 3, "staging"), move(10, 2), move(5, 1)]);

  it("is the version of the last move before it", () => {
    expect(spans.map(({ version }) => version)).toEqual([1, 2, 1]);
    expect(spanAt(spans, "2026-11-10T11:59:59Z")?.version).toBe(1);
    expect(spanAt(spans, "2026-11-10T12:00:00Z")?.version).toBe(2);
    expect(spanAt(spans, "2030-01-01T00:00:00Z")).toMatchObject({ version: 1, to: null });
  });

  it("is nothing before the first promotion", () => {
    expect(spanAt(spans, "2026-11-05T11:00:00Z")).toBeNull();
    expect(spanAt([], "2026-11-05T11:00:00Z")).toBeNull();
  });
});
