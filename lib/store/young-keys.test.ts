import { beforeEach, expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { systemContext } from "#test/fleet.ts";
import { db } from "./client.ts";
import { readObservations } from "./observation.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.parse("2026-05-20T10:00:00Z");

let fleetName = "";
let counter = 0;
beforeEach(async () => {
  fleetName = `young-${++counter}`;
  await createFleet({ ctx: systemContext(), input: { name: fleetName } });
});

/** Outcomes of a key, one a minute from so many days ago. */
async function report(key: string, count: number, daysAgo: number, success: boolean): Promise<void> {
  const rows = Array.from({ length: count }, (_, i) => {
    const at = new Date(NOW_MS - daysAgo * DAY_MS + i * 60_000);
    return { id: newId("dec", at.getTime()), at };
  });
  await db().decision.createMany({
    data: rows.map(({ id, at }) => ({
      ...{ id, at, fleetName, actorKind: "key", actorId: key, requestId: "req_1", taskType: "sums", task: "{}" },
      ...{ verdict: "assigned" as const, agentName: "left", reason: "", candidates: "{}", detail: "{}", propensity: 1 },
    })),
  });
  await db().outcome.createMany({
    data: rows.map(({ id, at }) => ({ decisionId: id, at, success, judgedAt: at, bodyHash: "", late: false })),
  });
}

/** How many outcomes are learned from, and how many of them the flood's failures are. */
async function learned(): Promise<{ all: number; failures: number }> {
  const scope = { fleetName, source: "all" as const, types: [], agents: [], windowFrom: null, windowTo: null };
  const rows = [...(await readObservations({ ...scope, untilMs: NOW_MS })).judged];
  return { all: rows.length, failures: rows.filter(({ score }) => score === 0).length };
}

it("lets a key that came yesterday teach no more than the keys the fleet has known", async () => {
  await report("platform", 100, 30, true);
  await report("thief", 900, 1, false);
  expect(await learned()).toEqual({ all: 200, failures: 100 });
});

it("counts all young keys together: a flood through many is one flood", async () => {
  await report("platform", 100, 30, true);
  for (const thief of ["a", "b", "c"]) await report(thief, 200, 1, false);
  // Outcomes of the same minute count together.
  const { failures } = await learned();
  expect(failures).toBeGreaterThanOrEqual(100);
  expect(failures).toBeLessThan(103);
});

it("leaves alone a new key that reports its share, a known key that reports much, and a fleet of new keys", async () => {
  await report("platform", 100, 30, true);
  await report("second platform", 90, 1, false);
  await report("platform", 500, 2, true);
  expect(await learned()).toEqual({ all: 690, failures: 90 });
  fleetName = `${fleetName}-new`;
  await createFleet({ ctx: systemContext(), input: { name: fleetName } });
  await report("first", 50, 1, true);
  await report("other", 200, 1, false);
  expect(await learned()).toEqual({ all: 250, failures: 200 });
});
