import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUDGET_PERIODS } from "#lib/contracts/budget.ts";
import { budgetWindow } from "./budget-window.ts";

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe("budgetWindow", () => {
  it.each([
    ["hour", "UTC", "2026-11-22T18:54:32Z", "2026-11-22T18:00:00.000Z", "2026-11-22T19:00:00.000Z"],
    ["day", "Europe/Vienna", "2026-11-22T23:30:00Z", "2026-11-22T23:00:00.000Z", "2026-11-23T23:00:00.000Z"],
    ["week", "UTC", "2026-11-22T12:00:00Z", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    ["month", "America/New_York", "2026-12-01T03:00:00Z", "2026-11-01T04:00:00.000Z", "2026-12-01T05:00:00.000Z"],
  ] as const)("aligns a %s in %s", (period, zone, instant, start, end) => {
    const window = budgetWindow(period, zone, at(instant));
    expect([iso(window.startMs), iso(window.endMs)]).toEqual([start, end]);
  });

  it("lets the day of a daylight-saving change last 25 hours", () => {
    const { startMs, endMs } = budgetWindow("day", "Europe/Vienna", at("2026-10-25T12:00:00Z"));
    expect(((endMs ?? 0) - startMs) / 3_600_000).toBe(25);
  });

  it.each(["Europe/Vienna", "America/Havana", "Africa/Cairo", "Australia/Lord_Howe"])(
    "gives the hour that comes twice in %s a window each, without gap or overlap",
    (zone) => {
      for (let ms = at("2025-01-01T00:00:00Z"); ms < at("2026-01-01T00:00:00Z"); ms += 3_600_000 - 60_000) {
        const { startMs, endMs } = budgetWindow("hour", zone, ms);
        expect(startMs <= ms && ms < (endMs ?? 0)).toBe(true);
        expect(budgetWindow("hour", zone, endMs ?? 0).startMs).toBe(endMs);
      }
    },
  );

  it("puts every instant into exactly one window of its period", () => {
    const instants = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
    const zones = fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe");
    fc.assert(
      fc.property(instants, zones, fc.constantFrom(...BUDGET_PERIODS), (ms, zone, period) => {
        const window = budgetWindow(period, zone, ms);
        expect(window.startMs).toBeLessThanOrEqual(ms);
        if (window.endMs === null) return;
        expect(window.endMs).toBeGreaterThan(ms);
        expect(budgetWindow(period, zone, window.endMs).startMs).toBe(window.endMs);
      }),
    );
  });
});
