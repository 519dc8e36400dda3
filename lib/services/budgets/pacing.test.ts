import { beforeAll, expect, it } from "vitest";
import { type Clock, manualClock } from "#lib/core/clock.ts";
import {
  agentFixture,
  configurationFixture,
  inputsFixture,
  priceFixture,
  routerFixture,
  taskFixture,
} from "#lib/engines/routing/fleet-fixture.ts";
import { headroomFor } from "#lib/runtime/budgets.ts";
import { notePacedChoice } from "#lib/runtime/pacing.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { denseHours, spendHoursOfScope } from "#lib/store/hourly-spend.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { readDemand } from "./read-demand.ts";
import { saveBudget } from "./save-budget.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2032-05-03T00:00:00Z");
const usage = { input_tokens: 1000, output_tokens: 500 };

async function work(fleetName: string, clock: Clock, tags: string[] = []): Promise<void> {
  const ctx = keyContext(fleetName, null, clock);
  const request = { task: { type: "research", description: "Find three sources" }, budget_tags: tags };
  const { decision_id } = await routeTask({ ctx, input: { fleetName, request } });
  await reportOutcome({ ctx, input: { decisionId: decision_id, success: true, usage, duration_ms: 1000 } });
}

/** A task every third hour of three days, the first of each day with a tag. */
async function history(fleetName: string): Promise<void> {
  for (let hour = 0; hour < 72; hour += 3) {
    const clock = manualClock(START_MS + hour * HOUR_MS);
    await work(fleetName, clock, hour % 24 === 0 ? ["client"] : []);
  }
}

beforeAll(() => startedRuntime());

it("reads what the tasks under a scope came to, hour by hour", async () => {
  const fleet = "paced-history";
  await makeFleet(systemContext(), fleet, { ada: {} });
  await history(fleet);
  const toMs = START_MS + 72 * HOUR_MS;
  const read = (scope: Parameters<typeof spendHoursOfScope>[1]) =>
    spendHoursOfScope(db(), { fleet, ...scope }, START_MS, toMs);
  const all = await read({});
  expect(all.map(({ tasks }) => tasks)).toEqual(Array(24).fill(1));
  expect(all[1]?.startMs).toBe(START_MS + 3 * HOUR_MS);
  expect(all[0]?.spentNanoUsd).toBeGreaterThan(0);
  expect(denseHours(all, toMs).hours).toHaveLength(72);
  for (const scope of [{ agent: "ada" }, { role: "researcher" }, { provider: "anthropic" }, { key: "key_test" }]) {
    expect(await read(scope)).toEqual(all);
  }
  expect(await read({ tag: "client" })).toHaveLength(3);
  for (const scope of [{ agent: "bob" }, { role: "critic" }, { provider: "openai" }, { tag: "other" }]) {
    expect(await read(scope)).toEqual([]);
  }
});

it("makes a dollar dear once more is to come than the rest of the budget pays for, unless the budget says it does not pace", async () => {
  const fleet = "paced";
  await makeFleet(systemContext(), fleet, { ada: {} });
  const input = { name: "Paced", scope: { fleet }, limitUsd: 20, period: "month", action: "block" };
  const { id } = await saveBudget({ ctx: systemContext(), input });
  await history(fleet);
  const nowMs = START_MS + 72 * HOUR_MS;
  await readDemand({ ctx: systemContext(manualClock(nowMs)) });
  const spender = { fleetName: fleet, ownerId: "key_test", tags: [] };
  const paceNow = () => headroomFor(spender, nowMs).find(({ name }) => name === "Paced")?.pace;
  expect(paceNow()).toBeUndefined();

  const tokens = { totalSamples: 300, typeSamples: 50, inputTokensP50: 1000, outputTokensP50: 1000 };
  const on = (name: string, usd: number) =>
    agentFixture(name, {
      configuration: configurationFixture({ ref: `anthropic/${name}`, price: priceFixture(0, usd) }),
    });
  const result = routerFixture([on("dear", 100), on("cheap", 1)], {
    forecasts: { dear: { ...tokens, successProbability: 0.9 }, cheap: { ...tokens, successProbability: 0.7 } },
  }).route(taskFixture(), inputsFixture());
  const budgets = headroomFor(spender, nowMs);
  for (let i = 0; i < 30; i++) notePacedChoice(result, budgets, nowMs + i * 100);
  // Eight tasks a day for the rest of the month at ten cents each are more than what is left.
  const later = () => headroomFor(spender, nowMs + 60_000).find(({ name }) => name === "Paced")?.pace;
  expect(later()?.lambdaPerUsd).toBeGreaterThan(1);

  await saveBudget({ ctx: systemContext(), input: { ...input, id, paced: false } });
  expect(later()).toBeUndefined();
  await saveBudget({ ctx: systemContext(), input: { ...input, id, paced: true } });
  expect(later()?.lambdaPerUsd).toBeGreaterThan(1);
});
