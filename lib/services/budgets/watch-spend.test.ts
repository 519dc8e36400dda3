import { beforeAll, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";
import { listAlerts } from "#lib/store/alert.ts";
import { db } from "#lib/store/client.ts";
import { startedRuntime, systemContext } from "#test/fleet.ts";
import { saveBudget } from "./save-budget.ts";
import { watchSpend } from "./watch-spend.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2036-02-04T00:00:00Z");
const DAYS = 8;
const SPIKE_HOUR = DAYS * 24;
const USD = 1_000_000_000;

/** About a dollar an hour, by day more than by night, and $40 in one. */
const costOf = (hour: number) =>
  hour === SPIKE_HOUR
    ? 40 * USD
    : Math.round((1 + 0.4 * Math.sin((hour / 12) * Math.PI) + 0.05 * ((hour * 7) % 5)) * USD);

const watchAfter = (hour: number) =>
  watchSpend({ ctx: systemContext(manualClock(START_MS + (hour + 1) * HOUR_MS + 600_000)) });

const openOnes = async () =>
  (await listAlerts(db(), { open: true, limit: 10 })).filter(({ kind }) => kind === "spend_anomaly");

beforeAll(async () => {
  await startedRuntime();
  const tasks = Array.from({ length: SPIKE_HOUR + 2 }, (_, hour) => ({
    hour,
    atMs: START_MS + hour * HOUR_MS + 1000,
  })).map((task) => ({ ...task, id: newId("dec", task.atMs), at: new Date(task.atMs) }));
  await db().decision.createMany({
    data: tasks.map(({ id, at }) => ({
      ...{ id, at, fleetName: "watched", actorKind: "key", actorId: "key_1", requestId: "req", taskType: "research" },
      ...{ task: "{}", verdict: "assigned", agentName: "ada", configuration: "anthropic/researcher", reason: "" },
      ...{ candidates: "[]", detail: "{}", propensity: 1 },
    })),
  });
  await db().outcome.createMany({
    data: tasks.map(({ id, at, hour }) => ({
      ...{ decisionId: id, at, bodyHash: "x", late: false, costNanoUsd: BigInt(costOf(hour)) },
    })),
  });
  const input = { name: "Other", scope: { provider: "openai" }, limitUsd: 10, period: "day", action: "alert" };
  await saveBudget({ ctx: systemContext(), input });
});

it("tells of an hour that cost far more than its season lets expect, once, and that it is over", async () => {
  await watchAfter(SPIKE_HOUR - 1);
  expect(await openOnes()).toEqual([]);
  expect(await watchAfter(SPIKE_HOUR)).toBe(1);
  expect(await watchAfter(SPIKE_HOUR)).toBe(0);
  const [alert, ...others] = await openOnes();
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ severity: "danger", subjectKind: "spend", subjectId: "all" });
  expect(alert?.message).toMatch(
    /^Spending of everything is above what was to be expected: \$40\.00 from 00:00 to 01:00 UTC, where \$[\d.]+ to \$[\d.]+ is usual\.$/,
  );
  await watchAfter(SPIKE_HOUR + 1);
  expect(await openOnes()).toEqual([]);
  const [over] = await listAlerts(db(), { open: false, limit: 1 });
  expect(over?.resolution).toMatch(/^The hour from 01:00 to 02:00 UTC was as expected again, with \$1\./);
});
