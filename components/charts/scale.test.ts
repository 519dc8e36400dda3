import { describe, expect, it } from "vitest";
import { niceScale, shareScale, timeTicks } from "./scale.ts";

describe("a chart's scale", () => {
  it("ends at round values around the data", () => {
    expect(niceScale(0.83, 0.94)).toEqual({ domain: [0.8, 0.95], ticks: [0.8, 0.85, 0.9, 0.95] });
    expect(niceScale(0, 12_345).domain).toEqual([0, 15_000]);
  });

  it("gives a single value room", () => {
    const { domain } = niceScale(5, 5);
    expect(domain[0]).toBeLessThanOrEqual(5);
    expect(domain[1]).toBeGreaterThan(5);
    expect(niceScale(0, 0).domain).toEqual([0, 0.2]);
  });

  it("keeps shares between nothing and all", () => {
    expect(shareScale([0.02, 0.99]).domain).toEqual([0, 1]);
    expect(shareScale([1, 1]).domain[1]).toBe(1);
    expect(shareScale([])).toEqual(niceScale(0, 1));
  });
});

it("a time axis has whole hours of the day, or midnights, in UTC", () => {
  const times = (from: string, to: string) =>
    timeTicks(Date.parse(from), Date.parse(to)).map((ms) => new Date(ms).toISOString().slice(5, 16));
  expect(times("2026-11-25T23:00:00Z", "2026-11-26T23:00:00Z")).toEqual(
    ["00:00", "06:00", "12:00", "18:00"].map((hour) => `11-26T${hour}`),
  );
  expect(times("2026-11-26T09:00:00Z", "2026-11-26T10:00:00Z")).toEqual(["11-26T09:00", "11-26T10:00"]);
  expect(times("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")).toEqual(
    ["11-01", "11-06", "11-11", "11-16", "11-21", "11-26", "12-01"].map((day) => `${day}T00:00`),
  );
});
