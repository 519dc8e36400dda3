import { beforeAll, describe, expect, it } from "vitest";
import type { CostExplorerRequest, CostRow } from "#lib/contracts/cost-explorer.ts";
import { manualClock } from "#lib/core/clock.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { readCosts } from "./cost-explorer.ts";
import { readTopSpenders } from "./top-spenders.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2033-03-01T00:00:00Z");
const FLEET = "explored";

async function work(hour: number, tags: string[], report: object = {}): Promise<void> {
  const ctx = keyContext(FLEET, null, manualClock(START_MS + hour * HOUR_MS + 60_000));
  const request = { task: { type: "research", description: "Find three sources" }, budget_tags: tags };
  const { decision_id } = await routeTask({ ctx, input: { fleetName: FLEET, request } });
  const usage = { input_tokens: 1000, output_tokens: 500 };
  await reportOutcome({ ctx, input: { decisionId: decision_id, success: true, usage, duration_ms: 1000, ...report } });
}

const explore = (view: Partial<CostExplorerRequest> = {}) =>
  readCosts({
    ctx: systemContext(),
    input: {
      from: new Date(START_MS).toISOString(),
      to: new Date(START_MS + 72 * HOUR_MS).toISOString(),
      ...view,
      filters: { fleet: [FLEET], ...view.filters },
    },
  });

const named = (rows: readonly CostRow[]) =>
  Object.fromEntries(rows.map((row) => [row.values.map(({ label }) => label).join(" / "), row]));

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(systemContext(), FLEET, { ada: {} });
  await work(1, ["client", "team"]);
  await work(2, ["client"], { success: false });
  await work(30, [], { cost_usd: 0.5 });
  await work(31, [], { usage: undefined });
});

describe("the cost explorer", () => {
  it("counts every task once, and one whose cost nobody knows apart", async () => {
    const { total, rows, series, buckets } = await explore({ by: ["agent", "provider"] });
    expect(total).toMatchObject({ tasks: 4, calls: 0, judged: 4, succeeded: 3, unpricedTasks: 1, unmeasuredTasks: 1 });
    expect(total.tokens).toMatchObject({ reported_input: 3000, output: 1500, input: 0 });
    expect(rows).toEqual([
      {
        ...total,
        values: [
          { value: "ada", label: "ada" },
          { value: "anthropic", label: "anthropic" },
        ],
      },
    ]);
    expect(buckets).toHaveLength(3);
    expect(series[0]?.tasks).toEqual([2, 2, 0]);
    expect(series[0]?.costNanoUsd.reduce((sum, cost) => sum + BigInt(cost), 0n)).toBe(BigInt(total.costNanoUsd));
  });

  it("shows a task under each of its tags, and in the total once", async () => {
    const { rows, total } = await explore({ by: ["tag", "role"] });
    const byTag = named(rows);
    expect(Object.keys(byTag).sort()).toEqual(["Untagged / researcher", "client / researcher", "team / researcher"]);
    expect(byTag["client / researcher"]?.tasks).toBe(2);
    // Split by tag second, what the rows are parts of counts it once as well.
    const { rows: parts, subtotals } = await explore({ by: ["role", "tag"] });
    expect(parts.reduce((sum, { tasks }) => sum + (tasks ?? 0), 0)).toBe(5);
    expect(named(subtotals).researcher).toEqual({ ...total, values: [{ value: "researcher", label: "researcher" }] });
    expect(total.tasks).toBe(4);
    expect((await explore({ filters: { tag: ["client", "team"] } })).total.tasks).toBe(2);
    expect((await explore({ filters: { tag: [""] }, by: [] })).total.tasks).toBe(2);
  });

  it("splits a cost by token class to the nano-dollar, by the prices of the day", async () => {
    const { rows, total } = await explore({ by: ["token_class"], filters: { tag: ["client"] } });
    const byClass = named(rows);
    expect(rows.reduce((sum, row) => sum + BigInt(row.costNanoUsd), 0n)).toBe(BigInt(total.costNanoUsd));
    expect(byClass.Output?.tokens.output).toBe(1000);
    expect(byClass["Input, as reported"]).toMatchObject({ tasks: null, tokens: { reported_input: 2000 } });
    expect(BigInt(byClass.Output?.costNanoUsd ?? 0)).toBeGreaterThan(0n);
  });

  it("begins days, weeks and months where the zone does, and sums up what it does not show", async () => {
    const zoned = await explore({ timeZone: "America/New_York", by: ["key"] });
    expect(zoned.buckets[0]).toBe("2033-02-28T05:00:00.000Z");
    expect(zoned.series[0]?.tasks).toEqual([2, 0, 2, 0]);
    const { rows, rest } = await explore({ by: ["tag"], limit: 1 });
    expect([rows.length, rest?.rows]).toEqual([1, 2]);
    const { series } = await explore({ by: ["tag"], top: 1, bucket: "month" });
    expect(series.map(({ of }) => of?.label ?? "others")).toEqual(["Untagged", "others"]);
  });

  it("refuses more buckets than a chart shows, and a zone that does not exist", async () => {
    const to = new Date(START_MS + 1000 * HOUR_MS).toISOString();
    await expect(explore({ bucket: "hour", to })).rejects.toThrow("More than 800 hours");
    await expect(explore({ timeZone: "Moon/Base" })).rejects.toThrow("time zone");
    await expect(explore({ by: ["agent", "agent"] })).rejects.toThrow("two different things");
  });
});

it("names who spends what a budget covers since its window began, dearest first", async () => {
  const ctx = systemContext(manualClock(START_MS + 72 * HOUR_MS));
  const windowStart = new Date(START_MS + 24 * HOUR_MS).toISOString();
  const spenders = await readTopSpenders({ ctx, window: { scope: { fleet: FLEET }, windowStart } });
  expect(spenders).toMatchObject({ from: windowStart, totalNanoUsd: "500000000" });
  expect(spenders.by.agent).toEqual([
    { value: "ada", label: "ada", tasks: 2, costNanoUsd: "500000000", unpricedTasks: 1 },
  ]);
  const { by } = await readTopSpenders({ ctx, window: { scope: { fleet: FLEET, tag: "client" }, windowStart } });
  expect(by.key).toEqual([]);
});
