import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUDGET_ALIGNMENTS, BUDGET_PERIODS } from "#lib/contracts/budget.ts";
import { budgetWindow, spendingWindow } from "./budget-window.ts";

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().replace(":00.000Z", "Z"));

describe("a calendar window", () => {
  it.each([
    // Plain
    ["hour", "UTC", "2026-11-22T18:54:32Z", "2026-11-22T18:00Z", "2026-11-22T19:00Z"],
    ["hour", "Asia/Kolkata", "2026-11-22T18:54:32Z", "2026-11-22T18:30Z", "2026-11-22T19:30Z"],
    ["hour", "Asia/Kathmandu", "2026-11-22T18:54:32Z", "2026-11-22T18:15Z", "2026-11-22T19:15Z"],
    ["day", "Europe/Vienna", "2026-11-22T23:30:00Z", "2026-11-22T23:00Z", "2026-11-23T23:00Z"],
    ["day", "Pacific/Kiritimati", "2026-11-22T10:00:00Z", "2026-11-22T10:00Z", "2026-11-23T10:00Z"],
    ["week", "UTC", "2026-11-22T12:00:00Z", "2026-11-16T00:00Z", "2026-11-23T00:00Z"],
    ["month", "America/New_York", "2026-12-01T03:00:00Z", "2026-11-01T04:00Z", "2026-12-01T05:00Z"],
    ["total", "UTC", "2026-11-22T12:00:00Z", "1970-01-01T00:00Z", null],
    // The first and the last instant
    ["day", "Europe/Vienna", "2026-06-14T22:00:00.000Z", "2026-06-14T22:00Z", "2026-06-15T22:00Z"],
    ["day", "Europe/Vienna", "2026-06-14T21:59:59.999Z", "2026-06-13T22:00Z", "2026-06-14T22:00Z"],
    // Clocks go forward: the day has 23 hours
    ["day", "Europe/Vienna", "2026-03-29T12:00:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z"],
    ["day", "America/New_York", "2026-03-08T12:00:00Z", "2026-03-08T05:00Z", "2026-03-09T04:00Z"],
    ["hour", "Europe/Vienna", "2026-03-29T01:30:00Z", "2026-03-29T01:00Z", "2026-03-29T02:00Z"],
    // Clocks go back: the day has 25 hours, and the hour that comes twice is two windows
    ["day", "Europe/Vienna", "2026-10-25T12:00:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z"],
    ["hour", "Europe/Vienna", "2026-10-25T00:30:00Z", "2026-10-25T00:00Z", "2026-10-25T01:00Z"],
    ["hour", "Europe/Vienna", "2026-10-25T01:30:00Z", "2026-10-25T01:00Z", "2026-10-25T02:00Z"],
    ["week", "Europe/Vienna", "2026-10-25T12:00:00Z", "2026-10-18T22:00Z", "2026-10-25T23:00Z"],
    ["month", "Europe/Vienna", "2026-10-31T12:00:00Z", "2026-09-30T22:00Z", "2026-10-31T23:00Z"],
    // By half an hour
    ["day", "Australia/Lord_Howe", "2026-04-05T00:00:00Z", "2026-04-04T13:00Z", "2026-04-05T13:30Z"],
    // At midnight: the day before ends at 23:59:59, and the day begins at 01:00
    ["day", "America/Santiago", "2026-09-06T12:00:00Z", "2026-09-06T04:00Z", "2026-09-07T03:00Z"],
    ["day", "America/Santiago", "2026-09-06T03:59:59Z", "2026-09-05T04:00Z", "2026-09-06T04:00Z"],
    // A day that does not exist: Samoa left out the 30th of December 2011
    ["day", "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T10:00Z", "2011-12-30T10:00Z"],
    ["day", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00Z", "2011-12-31T10:00Z"],
    // Month ends and leap days
    ["month", "UTC", "2026-01-31T23:59:59.999Z", "2026-01-01T00:00Z", "2026-02-01T00:00Z"],
    ["month", "UTC", "2026-02-28T12:00:00Z", "2026-02-01T00:00Z", "2026-03-01T00:00Z"],
    ["month", "UTC", "2028-02-29T12:00:00Z", "2028-02-01T00:00Z", "2028-03-01T00:00Z"],
    ["day", "UTC", "2028-02-29T12:00:00Z", "2028-02-29T00:00Z", "2028-03-01T00:00Z"],
    ["month", "UTC", "2100-02-28T12:00:00Z", "2100-02-01T00:00Z", "2100-03-01T00:00Z"],
    ["month", "Europe/Vienna", "2026-03-31T21:59:59Z", "2026-02-28T23:00Z", "2026-03-31T22:00Z"],
    ["week", "UTC", "2026-12-31T12:00:00Z", "2026-12-28T00:00Z", "2027-01-04T00:00Z"],
  ] as const)("of a %s in %s at %s is %s to %s", (period, zone, instant, start, end) => {
    const window = budgetWindow(period, zone, at(instant));
    expect([iso(window.startMs), iso(window.endMs)]).toEqual([start, end]);
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
});

describe("a rolling window", () => {
  it.each([
    ["hour", "2026-11-22T18:54:32Z", "2026-11-22T17:54Z", "2026-11-22T18:54Z", "2026-11-22T18:56Z"],
    ["day", "2026-11-22T18:54:32Z", "2026-11-21T18:30Z", "2026-11-22T18:30Z", "2026-11-22T19:00Z"],
    ["week", "2026-11-22T18:54:32Z", "2026-11-15T18:00Z", "2026-11-22T18:00Z", "2026-11-22T21:00Z"],
    ["month", "2026-03-01T18:54:32Z", "2026-01-30T12:00Z", "2026-03-01T12:00Z", "2026-03-02T00:00Z"],
    // Over the leap day, and over a change of clocks, which it does not know
    ["month", "2028-03-01T06:00:00Z", "2028-01-31T00:00Z", "2028-03-01T00:00Z", "2028-03-01T12:00Z"],
    ["day", "2026-10-25T12:00:00Z", "2026-10-24T12:00Z", "2026-10-25T12:00Z", "2026-10-25T12:30Z"],
  ] as const)("of a %s at %s counts from %s, puts into %s and forgets at %s", (period, instant, start, bucket, end) => {
    const window = spendingWindow({ period, alignment: "rolling", timeZone: "Europe/Vienna" }, at(instant));
    expect([iso(window.startMs), iso(window.bucketStartMs), iso(window.endMs)]).toEqual([start, bucket, end]);
  });

  it("never forgets before its time, and at most one bucket after it", () => {
    const lengths = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 };
    const periods = fc.constantFrom("hour", "day", "week", "month");
    fc.assert(
      fc.property(periods, fc.nat(2 ** 40), fc.nat(60 * 86_400_000), (period, spentMs, laterMs) => {
        const terms = { period, alignment: "rolling", timeZone: "UTC" } as const;
        const bucket = spendingWindow(terms, spentMs).bucketStartMs;
        const counts = bucket >= spendingWindow(terms, spentMs + laterMs).startMs;
        if (laterMs <= lengths[period]) expect(counts).toBe(true);
        if (laterMs > lengths[period] * 1.05) expect(counts).toBe(false);
      }),
    );
  });
});

it("puts every instant into exactly one window of its period and alignment", () => {
  const instants = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
  const zones = fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York", "Australia/Lord_Howe", "America/Santiago");
  const periods = fc.constantFrom(...BUDGET_PERIODS);
  fc.assert(
    fc.property(instants, zones, periods, fc.constantFrom(...BUDGET_ALIGNMENTS), (ms, timeZone, period, alignment) => {
      const terms = { period, alignment, timeZone };
      const window = spendingWindow(terms, ms);
      expect(window.bucketStartMs).toBeLessThanOrEqual(ms);
      if (window.endMs === null) return;
      expect(window.endMs).toBeGreaterThan(ms);
      expect(spendingWindow(terms, window.endMs).bucketStartMs).toBe(window.endMs);
    }),
  );
});
