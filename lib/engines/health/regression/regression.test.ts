import { describe, expect, it } from "vitest";
import { normal, seededRandom } from "#lib/core/random.ts";
import { currentRegression } from "./describe-regression.ts";
import { newWagers, wager, worth } from "./e-detector.ts";
import { newMonitor, observeHour, type RegressionMonitor } from "./monitor.ts";
import { beginForetold } from "./new-normal.ts";
import { hourOfWeek, type WatchedOutcome } from "./outcome-hour.ts";

const MONDAY = 490_056;
const DAY = 24;

interface World {
  success?: (hour: number) => number;
  expected?: number;
  slower?: (hour: number) => number;
  perHour?: number;
}

/** Hours of outcomes from a Monday on. */
function watch(hours: number, world: World, seed = 1, from: RegressionMonitor = newMonitor(), first = MONDAY) {
  const random = seededRandom(seed);
  const { success = () => 0.8, expected = 0.8, slower = () => 1, perHour = 8 } = world;
  let monitor = from;
  const alarms: number[] = [];
  for (let hour = first; hour < first + hours; hour++) {
    const outcomes = Array.from({ length: perHour }, (): WatchedOutcome => {
      const logSlowness = 0.5 * normal(random) + Math.log(slower(hour));
      return { success: random() < success(hour), expectedSuccess: expected, logSlowness };
    });
    const before = monitor.alarm;
    monitor = observeHour(monitor, hour, outcomes);
    if (monitor.alarm && !before) alarms.push(hour);
  }
  return { monitor, alarms };
}

const CHANGE = MONDAY + 35 * DAY;
const dropped = (by: number) => (hour: number) => (hour < CHANGE ? 0.8 : 0.8 - by);
const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);

describe("a regression of an agent", () => {
  it("is found within two days, with the hour it began and its size", () => {
    const runs = SEEDS.map((seed) => watch(37 * DAY, { success: dropped(0.15) }, seed));
    for (const { alarms } of runs) {
      expect(alarms.at(-1)).toBeGreaterThanOrEqual(CHANGE);
    }
    const found = runs.flatMap(({ monitor }) => currentRegression(monitor, "ada") ?? []);
    expect(found.length).toBeGreaterThanOrEqual(11);
    const held = found.filter(({ fromHour, toHour }) => fromHour <= CHANGE && CHANGE <= toHour);
    expect(held.length).toBeGreaterThanOrEqual(found.length - 2);
    for (const { quantity, sizeLow, sizeHigh } of found) {
      expect(quantity).toBe("success");
      expect(sizeLow).toBeLessThan(-0.1);
      expect(sizeHigh).toBeGreaterThan(-0.2);
    }
    expect(found[0]?.sentence).toMatch(
      /^ada succeeds \d+ points less often than usual \(95% \d+ to \d+\) since \w{3} 20\d\d-.* UTC \(n = .*\)\.$/,
    );
  });

  it("does not become what is usual, however long it lasts", () => {
    const { monitor, alarms } = watch(60 * DAY, { success: dropped(0.15) }, 3);
    expect(alarms).toHaveLength(1);
    expect(monitor.alarm).not.toBeNull();
    expect(monitor.success.baseline?.rate).toBeGreaterThan(0.78);
  });

  it("is none of an agent whose tasks a model begins to foretell, and is found after that", () => {
    const usually = watch(30 * DAY, { success: () => 0.92 }).monitor;
    const first = MONDAY + 30 * DAY;
    const foretell = (from: RegressionMonitor) =>
      watch(30 * DAY, { success: () => 0.92, expected: 0.92 }, 2, from, first);
    const usualOf = ({ hours }: RegressionMonitor) => {
      const late = hours.filter(({ hour }) => hour >= first + 10 * DAY);
      return late.reduce((sum, { fitted }) => sum + fitted, 0) / late.reduce((sum, { n }) => sum + n, 0);
    };
    expect(foretell(usually).alarms, "expected to be as good twice over").not.toEqual([]);
    const unfitted = ({ hours }: RegressionMonitor) => hours.filter((one) => one.fitted === one.expected).length;
    expect(unfitted(beginForetold(usually)), "hours without a baseline").toBe(unfitted(usually));
    const { monitor, alarms } = foretell(beginForetold(usually));
    expect(alarms).toEqual([]);
    expect(usualOf(monitor)).toBeCloseTo(0.92, 1);
    const worse = { success: () => 0.75, expected: 0.92 };
    expect(watch(2 * DAY, worse, 3, monitor, first + 30 * DAY).alarms).toHaveLength(1);
    expect(watch(3 * DAY, worse, 3, beginForetold(usually), first).alarms, "from the first day").toHaveLength(1);
  });

  it("is found of a young agent with few tasks where most of them fail, with its size", () => {
    const first = MONDAY + 27 * DAY;
    const success = (hour: number) => (hour < first ? 0.88 : 0.35);
    const runs = SEEDS.map((seed) => watch(30 * DAY, { success, perHour: 1 }, seed));
    const found = runs.flatMap(({ monitor }) => currentRegression(monitor, "ada") ?? []);
    expect(found.length).toBeGreaterThanOrEqual(11);
    for (const { fromHour, toHour, size } of found) {
      expect(fromHour).toBeLessThanOrEqual(first + 2);
      expect(toHour).toBeGreaterThanOrEqual(first - 2);
      expect(size).toBeLessThan(-0.25);
    }
  });

  it("is over within some days of the recovery", () => {
    const success = (hour: number) => (hour >= CHANGE && hour < CHANGE + 3 * DAY ? 0.6 : 0.8);
    const { monitor, alarms } = watch(42 * DAY, { success }, 5);
    expect(alarms).toHaveLength(1);
    expect(monitor.alarm).toBeNull();
  });

  it("is found in durations, too", () => {
    const slower = (hour: number) => (hour < CHANGE ? 1 : 1.6);
    const { monitor } = watch(37 * DAY, { slower }, 7);
    expect(currentRegression(monitor, "ada")).toMatchObject({
      quantity: "duration",
      sentence: expect.stringMatching(/^ada takes 1\.\d\d times as long as usual/),
    });
  });
});

describe("what is no regression", () => {
  it("is a predictor that is off by ten points for this agent from the first day", () => {
    for (const seed of SEEDS) expect(watch(40 * DAY, { expected: 0.9 }, seed).monitor.alarm).toBeNull();
  });

  it("is an hour of the day that is always worse", () => {
    const success = (hour: number) => (hourOfWeek(hour) % 24 < 8 ? 0.65 : 0.85);
    const { monitor, alarms } = watch(70 * DAY, { success }, 2);
    expect(alarms).toEqual([]);
    const { hourOfDay = [] } = monitor.success.baseline?.season ?? {};
    expect(Math.max(...hourOfDay.slice(0, 8))).toBeLessThan(Math.min(...hourOfDay.slice(8)));
  });

  it("is a handful of failures of an agent that nobody knows yet", () => {
    expect(watch(10, { success: () => 0, perHour: 3 }).monitor.alarm).toBeNull();
  });
});

describe("a monitor", () => {
  it("goes on in another process from what was stored", () => {
    const whole = watch(20 * DAY, {}).monitor;
    const { monitor } = watch(10 * DAY, {});
    const stored: RegressionMonitor = JSON.parse(JSON.stringify(monitor));
    expect(stored).toEqual(monitor);
    expect(whole.hours.slice(0, 240)).toEqual(stored.hours);
  });

  it("refuses an hour that it has seen", () => {
    const { monitor } = watch(2, {});
    const outcome = { success: true, expectedSuccess: 0.5, logSlowness: null };
    expect(() => observeHour(monitor, MONDAY + 1, [outcome])).toThrow(RangeError);
  });
});

describe("wagers", () => {
  it("are worth as many dollars as were put in, on the average of games without a change", () => {
    const random = seededRandom(4);
    let sum = 0;
    const games = 4_000;
    const shares = { all: [0.3, 0.2], recent: 0.5 };
    for (let game = 0; game < games; game++) {
      let wagers = newWagers();
      for (let hour = 0; hour < 20; hour++) {
        const z = normal(random);
        wagers = wager(wagers, hour, [0.2 * z - 0.02, 0.4 * z - 0.08], shares, 1e9);
      }
      sum += worth(wagers, shares);
    }
    expect(sum / games).toBeGreaterThan(18);
    expect(sum / games).toBeLessThan(22);
  });
});
