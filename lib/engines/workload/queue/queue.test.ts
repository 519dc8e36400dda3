import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { drawGapMs } from "./arrival-gap.ts";
import { erlangB, erlangC, markovWait } from "./erlang.ts";
import { expectWait } from "./expect-wait.ts";
import { fairness, priorityWaitsMs } from "./priority-wait.ts";
import { meanServiceMs, mixServices, restAbove, serviceVariation } from "./service-time.ts";
import { type QueueTask, simulateQueue } from "./simulate-queue.ts";
import { shortestRest, steadyWaitMs } from "./steady-wait.ts";
import { waitTable } from "./wait-table.ts";

/** Waits of tasks that come at these seconds, each taking so many, by the order they begin in. */
function play(servers: number, tasks: readonly [at: number, takes: number, priority?: number][]) {
  const queue = tasks.map(([atMs, serviceMs, priority = 0]): QueueTask => ({ atMs, serviceMs, priority }));
  const begun: [at: number, wait: number][] = [];
  simulateQueue(
    servers,
    () => queue.shift() ?? null,
    ({ atMs }, waitMs) => begun.push([atMs, waitMs]),
  );
  return begun;
}

describe("Erlang's formulas", () => {
  it("give what the tables say", () => {
    // Cooper (1981), tables of B and C.
    expect(erlangB(1, 1)).toBeCloseTo(0.5, 12);
    expect(erlangB(2, 1)).toBeCloseTo(0.2, 12);
    expect(erlangB(10, 5)).toBeCloseTo(0.018385, 6);
    expect(erlangB(5, 3)).toBeCloseTo(0.110054, 6);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangC(5, 4)).toBeCloseTo(0.554113, 6);
    expect(erlangC(10, 8)).toBeCloseTo(0.40918, 6);
  });

  it("make a single server's wait load / (1 - load)", () => {
    expect(markovWait(1, 0.8)).toBeCloseTo(4, 12);
    expect(markovWait(2, 1)).toBeCloseTo(1 / 3, 12);
  });

  it("stay numbers for hundreds and thousands of servers, under any load", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), (c, load) => {
        const busy = erlangC(c, load * c);
        return busy >= 0 && busy <= 1 && Number.isFinite(markovWait(c, load * c));
      }),
      { numRuns: 200 },
    );
    expect(markovWait(100, 100)).toBe(Number.POSITIVE_INFINITY);
  });

  it("wait longer under more load and less with another server", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.05, max: 0.9, noNaN: true }), (c, load) => {
        const wait = markovWait(c, load * c);
        return wait <= markovWait(c, (load + 0.05) * c) && wait >= markovWait(c + 1, load * c);
      }),
    );
  });
});

describe("a service time", () => {
  it("has the mean and variation of its lognormal", () => {
    const service = { medianMs: 1000, sigma: 1 };
    expect(meanServiceMs(service)).toBeCloseTo(1648.72, 2);
    expect(serviceVariation(service)).toBeCloseTo(Math.E - 1, 12);
  });

  it("leaves a rest whose mean is (1 + variation) / 2", () => {
    expect(shortestRest({ medianMs: 1, sigma: 1 }, 1)).toBeCloseTo(Math.E / 2, 3);
    expect(shortestRest({ medianMs: 1, sigma: 0 }, 1)).toBe(0.5);
    expect(restAbove({ medianMs: 1, sigma: 0 }, 0.25)).toBe(0.75);
  });

  it("of two kinds of work keeps mean and variance", () => {
    const mixed = mixServices([
      { service: { medianMs: 100, sigma: 0 }, weight: 1 },
      { service: { medianMs: 300, sigma: 0 }, weight: 1 },
    ]);
    expect(mixed && meanServiceMs(mixed)).toBeCloseTo(200, 9);
    expect(mixed && serviceVariation(mixed)).toBeCloseTo(0.25, 9);
    expect(mixServices([])).toBeNull();
  });
});

describe("the expected wait", () => {
  const second = { medianMs: 1000, sigma: 0 };

  it("is Pollaczek and Khinchine's with one server", () => {
    const queue = { servers: 1, arrivalsPerMs: 0.0008, service: second, arrivalVariation: 1 };
    expect(steadyWaitMs(queue)).toBeCloseTo(2000, 6);
    const lognormal = { medianMs: 1000 * Math.exp(-0.5), sigma: 1 };
    const expected = (0.8 / 0.2) * (Math.E / 2) * 1000;
    expect(steadyWaitMs({ ...queue, service: lognormal }) / expected).toBeCloseTo(1, 3);
  });

  it("is endless at a load of 1 and nothing without arrivals", () => {
    const queue = { servers: 4, arrivalsPerMs: 0.004, service: second, arrivalVariation: 1 };
    expect(steadyWaitMs(queue)).toBe(Number.POSITIVE_INFINITY);
    expect(steadyWaitMs({ ...queue, arrivalsPerMs: 0 })).toBe(0);
  });

  it("grows with the load and with the spread of the work", () => {
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), between(0.1, 0.9), between(0, 1.4), (servers, load, sigma) => {
        const at = (share: number, spread: number) => {
          const service = { medianMs: 1000 * Math.exp((-spread * spread) / 2), sigma: spread };
          return steadyWaitMs({ servers, arrivalsPerMs: (share * servers) / 1000, service, arrivalVariation: 1 });
        };
        return at(load, sigma) <= at(load + 0.05, sigma) && at(0.95, sigma) <= at(0.95, sigma + 0.1) * 1.001;
      }),
    );
  });

  it("is played through where arrivals come in bursts, the same for the same seed", () => {
    const queue = { servers: 4, arrivalsPerMs: 0.0024, service: second, arrivalVariation: 3 };
    const wait = expectWait(queue, 1);
    expect(wait.by).toBe("simulation");
    expect(wait.waitMs).toBeGreaterThan(steadyWaitMs({ ...queue, arrivalVariation: 1 }));
    expect(expectWait(queue, 1)).toEqual(wait);
    expect(expectWait({ ...queue, arrivalVariation: 1 }, 1).by).toBe("formula");
  });
});

describe("arrivals", () => {
  it.each([0.3, 0.5, 1, 4])("with a variation of %d come with that mean and variation", (variation) => {
    const random = seededRandom(3);
    const gaps = Float64Array.from({ length: 100_000 }, () => drawGapMs(10, variation, random));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const square = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean).toBeGreaterThan(9.8);
    expect(mean).toBeLessThan(10.2);
    expect(square / mean / mean / variation).toBeGreaterThan(0.95);
    expect(square / mean / mean / variation).toBeLessThan(1.05);
  });
});

describe("a simulated queue", () => {
  it("begins whoever waits longest when a server is free", () => {
    const waits = play(1, [
      [0, 10],
      [1, 5],
      [2, 1],
      [30, 1],
    ]);
    expect(waits).toEqual([
      [0, 0],
      [1, 9],
      [2, 13],
      [30, 0],
    ]);
  });

  it("uses every server", () => {
    const waits = play(2, [
      [0, 10],
      [0, 4],
      [1, 1],
    ]);
    expect(waits).toEqual([
      [0, 0],
      [0, 0],
      [1, 3],
    ]);
  });

  it("begins the more urgent one first, and interrupts nobody", () => {
    const waits = play(1, [
      [0, 10, 1],
      [1, 5, 1],
      [2, 5, 0],
    ]);
    expect(waits).toEqual([
      [0, 0],
      [2, 8],
      [1, 14],
    ]);
  });
});

describe("priorities", () => {
  it("share out the wait without them as Cobham says", () => {
    // M/M/1, load 0.3 + 0.5, service 1: W0 = 0.8; 0.8 / 0.7 and 0.8 / (0.7 x 0.2).
    const [urgent = 0, other = 0] = priorityWaitsMs([0.3, 0.5], markovWait(1, 0.8));
    expect(urgent).toBeCloseTo(0.8 / 0.7, 9);
    expect(other).toBeCloseTo(0.8 / 0.14, 9);
  });

  it("keep the wait of all work together what it was", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 3 }),
        (loads) => {
          const all = loads.reduce((sum, load) => sum + load, 0);
          const waits = priorityWaitsMs(loads, 100);
          const mean = waits.reduce((sum, wait, i) => sum + (wait * (loads[i] ?? 0)) / all, 0);
          return Math.abs(mean - 100) < 1e-6;
        },
      ),
    );
  });

  it("never let the least urgent begin where the others fill everything", () => {
    expect(priorityWaitsMs([0.7, 0.4], 100)[1]).toBe(Number.POSITIVE_INFINITY);
  });

  it("are fair at 1 and at 1/n when one has all", () => {
    expect(fairness([3, 3, 3])).toBeCloseTo(1, 12);
    expect(fairness([6, 0, 0])).toBeCloseTo(1 / 3, 12);
    expect(fairness([])).toBe(1);
  });
});

describe("the wait of the next task", () => {
  it("is half a task behind a single one", () => {
    // Nothing else comes; looked at after an exponential time as long as the task, it is still there half of the time.
    expect([...waitTable(1, 0, 1000)]).toEqual([500]);
  });

  it("is nothing while slots stay free", () => {
    expect(waitTable(4, 0, 1000)[0]).toBe(0);
    expect(waitTable(4, 0, 1000)[3]).toBeGreaterThan(0);
  });

  it("never falls with more slots taken or more arrivals", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 3, noNaN: true }), (slots, load) => {
        const waits = waitTable(slots, (load * slots) / 1000, 1000);
        const more = waitTable(slots, ((load + 0.1) * slots) / 1000, 1000);
        return waits.every((wait, n) => {
          const rising = n === 0 || wait >= (waits[n - 1] ?? 0) - 1e-9;
          return rising && wait >= 0 && wait <= (more[n] ?? 0) + 1e-9;
        });
      }),
    );
  });
});
