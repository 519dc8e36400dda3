import { beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { refreshModels } from "#lib/runtime/models.ts";
import { fitWorkload } from "#lib/services/models/fit-workload.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { officeWork } from "#test/office-work.ts";
import { readExpectedWaits } from "./expected-waits.ts";
import { readArrivals, readSaturationCalendar } from "./workload.ts";

/** A Thursday noon; work by day alone. */
const END_MS = Date.parse("2026-11-26T12:00:00Z");
const HOUR_MS = 3_600_000;
const FLEET = "rush";
const ctx = systemContext(manualClock(END_MS));
const key = { name: FLEET, kind: "workload" } as const;
/** Two hours after the model has learned. */
const later = systemContext(manualClock(END_MS + 2 * HOUR_MS + 60_000));

beforeAll(async () => {
  await startedRuntime();
  // Of about 100 tasks an hour ada gets two of three, a minute each: more than her one slot holds.
  await makeFleet(ctx, FLEET, { ada: {}, bob: { concurrency_limit: 8 } });
  await makeFleet(ctx, "untaught", { solo: {} });
  await officeWork(FLEET, ["ada", "bob"], { days: 8, endMs: END_MS, perHour: 100 });
  const order = {
    fleetName: FLEET,
    source: "all" as const,
    windowFrom: null,
    windowTo: null,
    types: [],
    agents: [],
    seed: 1,
  };
  const { artifact: model, metadata, metrics } = await fitWorkload({ request: order, untilMs: END_MS });
  await saveRoutingModel({ ctx, input: { ...key, model, metadata, metrics } });
  await moveAlias({ ctx, input: { ...key, version: 1, expectedVersion: null, reason: "a test", override: true } });
  await refreshModels();
});

describe("arrivals", () => {
  it("show what came last week and what is expected from where the model's knowledge ends", async () => {
    const view = await readArrivals({ ctx: later, input: { fleetName: FLEET } });
    expect(view).toMatchObject({
      model: { version: 1, learnedUntil: new Date(END_MS).toISOString() },
      types: ["research"],
    });
    const at = (ms: number) => view.hours.find((one) => one.at === new Date(ms).toISOString());
    expect(at(END_MS - HOUR_MS)?.actual).toBeGreaterThan(95);
    expect(at(END_MS - HOUR_MS)?.forecast).toBeNull();
    expect(at(END_MS)?.actual).toBe(0);
    expect(at(END_MS)?.forecast?.mean).toBeGreaterThan(80);
    expect(at(END_MS + 2 * HOUR_MS)?.actual).toBeNull();
    expect(at(END_MS + 24 * HOUR_MS)?.forecast?.high90).toBeGreaterThan(95);
    const { hours } = await readArrivals({ ctx: later, input: { fleetName: FLEET, type: "research" } });
    expect(hours).toHaveLength(view.hours.length);
  });

  it("show what came where no model is in production", async () => {
    const view = await readArrivals({ ctx, input: { fleetName: "untaught" } });
    expect(view.model).toBeNull();
    expect(view.hours.every(({ forecast }) => forecast === null)).toBe(true);
    await expect(readArrivals({ ctx, input: { fleetName: "nowhere" } })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("expected waits", () => {
  it("are those that decisions count with, in fleets with a workload model", () => {
    const { fleets, waitMs } = readExpectedWaits({ ctx: later });
    expect(fleets).toEqual([FLEET]);
    const waitOf = (name: string) => waitMs[idOf(name)] ?? Number.NaN;
    expect(waitOf("ada")).toBeGreaterThan(10_000);
    expect(waitOf("bob")).toBeLessThan(1_000);
    expect(waitMs[idOf("solo", "untaught")]).toBeUndefined();
  });
});

const idOf = (name: string, fleetName = FLEET) =>
  fleetRuntime(fleetName)?.router.agents.find((agent) => agent.name === name)?.id ?? "";

describe("the saturation calendar", () => {
  it("names who is full when, in a sentence with what would help", async () => {
    const { agents, from, model, fairness, counts } = await readSaturationCalendar({
      ctx: later,
      input: { fleetName: FLEET },
    });
    expect(from).toBe(new Date(END_MS + 2 * HOUR_MS).toISOString());
    expect(model?.version).toBe(1);
    expect(agents.map(({ agent }) => agent)).toEqual(["ada", "bob"]);
    expect(counts).toEqual({ enabled: 2, known: 2, endangered: 1 });
    const [ada, bob] = agents;
    expect(ada?.hours).toHaveLength(168);
    expect(bob?.worst).toBeNull();
    expect(ada?.worst?.saturation).toBeGreaterThan(0.5);
    expect(ada?.worst?.sentence).toMatch(
      /^ada saturates on \w+day at \d\d:00 \(\d+%\) unless it may work on \d+ tasks at once instead of 1: .*, or bob takes \d+% of its tasks/,
    );
    const [raise] = ada?.worst?.advice ?? [];
    expect(raise?.after.waitMs).toBeLessThan((raise?.before.waitMs ?? 0) / 5);
    expect(fairness).toBeLessThan(0.9);
    const normal = ada?.worst?.byPriority.find(({ priority }) => priority === "normal");
    expect(normal?.share).toBe(1);
  });

  it("is the same within an hour, and empty without a model", async () => {
    const read = (given = {}) => readSaturationCalendar({ ctx: later, input: { fleetName: FLEET, ...given } });
    expect(await read()).toEqual(await read());
    expect(await readSaturationCalendar({ ctx, input: { fleetName: "untaught" } })).toMatchObject({
      model: null,
      agents: [],
    });
    const searched = await read({ search: "BO" });
    expect(searched).toMatchObject({ found: 1, agents: [{ agent: "bob" }] });
    expect(await read({ offset: 1 })).toMatchObject({ found: 2, agents: searched.agents });
    expect(await read({ endangered: true })).toMatchObject({ found: 1, agents: [{ agent: "ada" }] });
  });
});
