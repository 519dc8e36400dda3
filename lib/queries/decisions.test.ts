import { beforeAll, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { expireAssignments } from "#lib/services/routing/expire-assignments.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { insertAgentKey } from "#lib/store/agent-key.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { listDecisions, readDecision } from "./decisions.ts";

const START = Date.parse("2026-03-01T10:00:00Z");
const HOUR_MS = 3_600_000;
const clock = manualClock(START);
const ctx = keyContext("filters", null, clock);
const fits = { type: "research", description: "Find three sources on tidal power" };
const fitsNobody = { ...fits, type: "operations", required_capabilities: ["database_administration"] };
let ids: { failed: string; expired: string; nobody: string; elsewhere: string };

async function route(task: object, fleetName = "filters"): Promise<string> {
  const at = keyContext(fleetName, null, clock);
  return (await routeTask({ ctx: at, input: { fleetName, request: { task } } })).decision_id;
}

beforeAll(async () => {
  await startedRuntime();
  const solo = { solo: { capabilities: [{ name: "web_search", level: 0.9 }] } };
  for (const name of ["filters", "elsewhere"]) await makeFleet(systemContext(clock), name, solo);
  const failed = await route(fits);
  await reportOutcome({ ctx, input: { decisionId: failed, success: false } });
  clock.advance(HOUR_MS);
  const expired = await route(fits);
  clock.advance(HOUR_MS);
  await expireAssignments({ ctx: systemContext(clock) });
  const nobody = await route(fitsNobody);
  ids = { failed, expired, nobody, elsewhere: await route(fits, "elsewhere") };
});

async function found(input: object): Promise<string[]> {
  const { rows } = await listDecisions({ ctx: systemContext(clock), input });
  return rows.map(({ id }) => id);
}

const iso = (hours: number) => new Date(START + hours * HOUR_MS).toISOString();

it("finds decisions by verdict, outcome, lease and type", async () => {
  const fleet = "filters";
  expect(await found({ fleet, verdict: "nobody_fits" })).toEqual([ids.nobody]);
  expect(await found({ fleet, verdict: "assigned" })).toEqual([ids.expired, ids.failed]);
  expect(await found({ fleet, failed: true })).toEqual([ids.failed]);
  expect(await found({ fleet, state: "expired" })).toEqual([ids.expired]);
  expect(await found({ fleet, state: "finished" })).toEqual([ids.failed]);
  expect(await found({ state: "active" })).toEqual([ids.elsewhere]);
  expect(await found({ type: "operations" })).toEqual([ids.nobody]);
});

it("finds an agent's decisions by its name, in one fleet or in all that have such an agent", async () => {
  expect(await found({ agent: "solo", fleet: "filters" })).toEqual([ids.expired, ids.failed]);
  expect(await found({ agent: "solo" })).toEqual([ids.elsewhere, ids.expired, ids.failed]);
  expect(await found({ agent: "solo", verdict: "nobody_fits" })).toEqual([]);
  expect(await found({ agent: "nobody of that name" })).toEqual([]);
});

it("finds the decisions of a time range: its start is in it, its end is not", async () => {
  const fleet = "filters";
  expect(await found({ fleet, from: iso(0), to: iso(1) })).toEqual([ids.failed]);
  expect(await found({ fleet, from: iso(1), to: iso(2) })).toEqual([ids.expired]);
  expect(await found({ fleet, from: iso(2) })).toEqual([ids.nobody]);
  expect(await found({ fleet, from: "0001-01-01T00:00:00Z", to: iso(1) })).toEqual([ids.failed]);
});

it("pages without gap or repetition", async () => {
  const page = async (cursor: string | null) => listDecisions({ ctx, input: { limit: 2, ...(cursor && { cursor }) } });
  const first = await page(null);
  const second = await page(first.nextCursor);
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual([ids.nobody, ids.expired, ids.failed]);
  expect(second.nextCursor).toBeNull();
});

it("names who asked while they are known, and keeps the id when they are gone", async () => {
  const asked = async () => (await readDecision({ ctx: systemContext(clock), input: { id: ids.failed } })).actor;
  expect(await asked()).toEqual({ kind: "key", id: "key_test", name: null });
  await insertAgentKey(db(), {
    id: "key_test",
    name: "platform",
    secretHash: new Uint8Array(32),
    secretTail: "tail",
    fleetName: "filters",
    agentName: null,
    createdBy: "Ada",
    createdAt: new Date(START),
  });
  expect(await asked()).toEqual({ kind: "key", id: "key_test", name: "platform" });
});
