import fc from "fast-check";
import { expect, it } from "vitest";
import { type CoverLimits, coverRange, type UsageLevel, type UsagePiece } from "./usage-cover.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse("2027-11-20T00:00:00Z");
const LENGTH_MS: Record<UsageLevel, number> = { hour: HOUR_MS, day: DAY_MS, month: 28 * DAY_MS };

const at = (text: string) => Date.parse(`${text}Z`);
const free: CoverLimits = { coarsest: "month", cutsMs: [], monthsFromMs: null };

/** What the sums read come to in an hour: one where it was asked for, nothing elsewhere. */
const timesRead = (pieces: readonly UsagePiece[], hourMs: number) =>
  pieces.reduce((sum, { fromMs, toMs, sign }) => sum + (fromMs <= hourMs && hourMs < toMs ? sign : 0), 0);

const limits = fc.record({
  coarsest: fc.constantFrom<UsageLevel>("hour", "day", "month"),
  cutsMs: fc.array(
    fc.nat({ max: 150 }).map((day) => START_MS + day * DAY_MS),
    { maxLength: 3 },
  ),
  monthsFromMs: fc.option(fc.nat({ max: 150 }).map((day) => START_MS + day * DAY_MS)),
});

it("reads every hour of a range once, and nothing else, by sums that exist and reach across no change of prices", () => {
  fc.assert(
    fc.property(fc.nat({ max: 3000 }), fc.integer({ min: 1, max: 3000 }), limits, (first, hours, limits) => {
      const fromMs = START_MS + first * HOUR_MS;
      const toMs = fromMs + hours * HOUR_MS;
      const pieces = coverRange(fromMs, toMs, limits);
      for (let hourMs = START_MS - 31 * DAY_MS; hourMs < START_MS + 320 * DAY_MS; hourMs += HOUR_MS) {
        if (timesRead(pieces, hourMs) !== (fromMs <= hourMs && hourMs < toMs ? 1 : 0)) return false;
      }
      const months = pieces.filter(({ level }) => level === "month");
      return months.every(
        ({ fromMs, toMs }) =>
          fromMs >= (limits.monthsFromMs ?? fromMs) &&
          limits.cutsMs.every((cutMs) => cutMs <= fromMs || cutMs >= toMs || new Date(cutMs).getUTCDate() === 1),
      );
    }),
    { numRuns: 200, seed: 7 },
  );
});

it("reads 15 days and 12 hours at each end at most, however long the range", () => {
  fc.assert(
    fc.property(fc.nat({ max: 3000 }), fc.integer({ min: 48, max: 60_000 }), (first, hours) => {
      const fromMs = START_MS + first * HOUR_MS;
      const pieces = coverRange(fromMs, fromMs + hours * HOUR_MS, free);
      const count = (wanted: UsageLevel) =>
        pieces
          .filter(({ level }) => level === wanted)
          .reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / LENGTH_MS[wanted], 0);
      return count("hour") <= 24 && count("day") <= 31;
    }),
    { numRuns: 500, seed: 8 },
  );
});

it("takes the whole month less its begin, where that is shorter than its rest", () => {
  expect(coverRange(at("2027-12-03T00:00"), at("2028-03-01T00:00"), free)).toEqual([
    { level: "month", fromMs: at("2027-12-01T00:00"), toMs: at("2028-03-01T00:00"), sign: 1 },
    { level: "day", fromMs: at("2027-12-01T00:00"), toMs: at("2027-12-03T00:00"), sign: -1 },
  ]);
  expect(coverRange(at("2027-12-28T20:00"), at("2028-01-03T00:00"), free)).toEqual([
    { level: "hour", fromMs: at("2027-12-28T20:00"), toMs: at("2027-12-29T00:00"), sign: 1 },
    { level: "day", fromMs: at("2027-12-29T00:00"), toMs: at("2028-01-03T00:00"), sign: 1 },
  ]);
});
