import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { newId } from "#lib/core/ids.ts";
import { db } from "./client.ts";
import { deleteFleetWithTraces } from "./fleet-removal.ts";
import { commitCalls, type ModelCallRecord } from "./model-call.ts";
import { forgetHourPairs } from "./usage-hour-pairs.ts";
import { compareUsageMonth, foldNextDay, rebuildUsageMonth } from "./usage-months.ts";
import { readDearestUsage, readUsage, readUsageOfRows, readUsageSeries, type UsageGroup } from "./usage-reading.ts";
import { addUpEvents, addUpNextDay, compareUsageDay, compareUsageHours, rebuildUsageDay } from "./usage-rollup.ts";
import type { UsageQuestion } from "./usage-source.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse("2034-01-01T00:00:00Z");

const CONFIGURATIONS = ["anthropic/researcher", "openai/critic", null];
const TAGS = [[], ["client"], ["client", "team"]];

/** What happens to a task, in the order in which it is written. */
type Step = "outcome" | "judged outcome" | "judgement" | "call" | "add up";

/** In the first days of a month, in its middle, and where the next one begins. */
const startOf = (n: number) => START_MS + (n % 3) * 15 * DAY_MS + (n % 60) * HOUR_MS + n;
const DAYS = [0, 1, 2, 15, 16, 17, 30, 31, 32].map((day) => START_MS + day * DAY_MS);

async function decide(n: number, fleetName: string): Promise<string> {
  const atMs = startOf(n);
  const id = newId("dec", atMs);
  await db().decision.create({
    data: {
      ...{ id, at: new Date(atMs), fleetName, actorKind: "key", actorId: `key_${n % 2}`, requestId: "req" },
      ...{ taskType: n % 3 === 0 ? "research" : "review", task: "{}", verdict: "assigned" },
      ...{ agentId: `agt_${n % 4}`, agentName: `agent-${n % 4}`, configuration: CONFIGURATIONS[n % 3] ?? null },
      ...{ reason: "", candidates: "[]", detail: JSON.stringify({ budgetTags: TAGS[n % TAGS.length] }), propensity: 1 },
    },
  });
  return id;
}

/** A fallback answered: the task moves to another configuration. */
const callOf = (decisionId: string, atMs: number): ModelCallRecord => ({
  ...{ id: newId("cal", atMs), atMs, decisionId, fleetName: "summed", actorKind: "key", actorId: "k", requestId: "r" },
  ...{ target: "auto", configuration: "bedrock/general", configRevision: 1, provider: "bedrock" },
  ...{ requestedModel: "nova", servedModel: null, priceSource: null, streamed: false, usageEstimated: false },
  ...{ inputTokens: 10, cacheReadTokens: 900, cacheWrite5mTokens: null, cacheWrite1hTokens: null },
  ...{ outputTokens: 100, reasoningTokens: 7, costNanoUsd: 1n, firstTokenMs: null, totalMs: 1 },
  ...{ attempts: 1, attemptLog: "[]", finishReason: null, errorKind: null },
});

async function take(step: Step, decisionId: string, n: number): Promise<void> {
  const at = new Date(START_MS + DAY_MS);
  switch (step) {
    case "outcome":
    case "judged outcome": {
      const success = step === "outcome" ? null : n % 2 === 0;
      const judgedAt = success === null ? null : at;
      const known = {
        inputTokens: n % 5 === 0 ? null : 1000 + n,
        outputTokens: 100,
        costNanoUsd: n % 4 === 0 ? null : BigInt(n),
      };
      await db().outcome.createMany({
        data: [{ decisionId, at, success, judgedAt, ...known, bodyHash: "x", late: false }],
        skipDuplicates: true,
      });
      return;
    }
    case "judgement":
      await db().outcome.updateMany({ where: { decisionId, success: null }, data: { success: true, judgedAt: at } });
      return;
    case "call": {
      if ((await db().modelCall.count({ where: { decisionId } })) > 0) return;
      await commitCalls([{ call: callOf(decisionId, at.getTime()), whole: null }]);
      return;
    }
    case "add up":
      await addUpEvents();
      return;
    default:
      step satisfies never;
  }
}

const question = (rest: Partial<UsageQuestion> = {}): UsageQuestion => ({
  ...{ fromMs: START_MS, toMs: START_MS + 40 * DAY_MS, by: [], filters: {}, bucket: null, pricedAtMs: null },
  ...rest,
});

const HOURS = { unit: "hour", timeZone: "UTC" } as const;

const QUESTIONS: UsageQuestion[] = [
  question(),
  question({ by: ["agent", "tag"] }),
  question({ by: ["configuration", "task_type"], pricedAtMs: [START_MS + DAY_MS] }),
  question({ by: ["key", "model"], filters: { tag: ["client", "team"] } }),
  question({ by: ["tag"], filters: { agent: ["agent-1", "agent-2"], provider: ["anthropic", ""] } }),
  question({ by: ["agent"], fromMs: START_MS + 5 * HOUR_MS, toMs: START_MS + 50 * HOUR_MS }),
  // Two things where a day is cut, and by the hour.
  question({ by: ["agent", "tag"], fromMs: START_MS + 20 * HOUR_MS, toMs: START_MS + 17 * DAY_MS - 20 * HOUR_MS }),
  question({ by: ["task_type"], bucket: HOURS, filters: { provider: ["openai"] }, toMs: START_MS + 20 * DAY_MS }),
  // The month less a day and some hours; three things, and four.
  question({ by: ["agent", "tag"], filters: { key: ["key_1"] }, fromMs: START_MS + 29 * HOUR_MS }),
  question({ by: ["model", "tag"], filters: { task_type: ["review"] }, pricedAtMs: [START_MS + 16 * DAY_MS] }),
  question({ by: ["key", "configuration"], filters: { agent: ["agent-1"], task_type: ["review"] } }),
  question({ by: ["tag"], filters: { key: ["key_1"] }, bucket: HOURS, toMs: START_MS + 40 * HOUR_MS }),
  question({ by: ["key"], bucket: { unit: "month", timeZone: "UTC" }, fromMs: START_MS + DAY_MS }),
  question({ by: ["provider"], bucket: { unit: "day", timeZone: "Asia/Tokyo" } }),
  question({ by: ["task_type"], bucket: { unit: "week", timeZone: "UTC" }, filters: { key: ["key_1"] } }),
];

async function answers(read: typeof readUsage) {
  const all = await Promise.all(QUESTIONS.map((one) => read(db(), one)));
  return all.map((groups) => groups.map((group) => JSON.stringify(group, bigintText)).sort());
}

const bigintText = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);

const steps = fc.array(
  fc.tuple(
    fc.constantFrom<Step>("outcome", "judged outcome", "judgement", "call", "call", "add up"),
    fc.nat({ max: 11 }),
  ),
  { minLength: 4, maxLength: 24 },
);

let tasks: string[] = [];
let made = 0;

beforeAll(async () => {
  await db().fleet.create({ data: { name: "summed", kind: "live", createdAt: new Date() } });
});

it("says at every moment what the rows say, whatever comes in which order and whenever it is added up", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (program) => {
      tasks = await Promise.all(Array.from({ length: 12 }, (_, i) => decide(made + i, "summed")));
      for (const [step, n] of program) await take(step, tasks[n] ?? "", made + n);
      made += 12;
      expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
    }),
    { numRuns: 15, seed: 5 },
  );
  await addUpEvents();
  expect(await db().usageEvent.count()).toBe(0);
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
});

it("counts every task once when several processes write and add up at the same time", async () => {
  const more = await Promise.all(Array.from({ length: 60 }, (_, n) => decide(n, "summed")));
  await Promise.all(
    more.flatMap((id, n) => [
      take("outcome", id, n),
      take("call", id, n),
      ...(n % 6 === 0 ? [take("add up", id, n)] : []),
    ]),
  );
  await Promise.all(more.map((id, n) => take(n % 5 === 0 ? "add up" : "judgement", id, n)));
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
});

it("tells the dearest apart and the rest as one, in all and over time", async () => {
  const asked = question({ by: ["agent", "tag"], pricedAtMs: [START_MS + 16 * DAY_MS] });
  const sum = (amounts: readonly bigint[]) => amounts.reduce((a, b) => a + b, 0n);
  const costs = (groups: readonly { values: (string | null)[]; cost: bigint }[]) =>
    [...Map.groupBy(groups, ({ values }) => JSON.stringify(values)).values()]
      .map((ofValue) => sum(ofValue.map(({ cost }) => cost)))
      .sort((a, b) => (a > b ? -1 : 1));
  const costOf = ({ values, measures }: UsageGroup) => ({ values, cost: measures.costNanoUsd });
  const all = costs((await readUsage(db(), asked)).map(costOf));
  const { groups, left } = await readDearestUsage(db(), asked, 3);
  expect(costs(groups.map(costOf))).toEqual(all.slice(0, 3));
  expect(left).toEqual({ values: all.length - 3, costNanoUsd: sum(all.slice(3)) });
  expect((await readDearestUsage(db(), asked, all.length)).left).toBeNull();

  const bucket = { unit: "day", timeZone: "UTC" } as const;
  const daily = question({ by: ["agent"], bucket });
  const agents = costs((await readUsage(db(), daily)).map(costOf));
  const points = await readUsageSeries(db(), { ...daily, bucket }, 2);
  const places = [1, 2, 3].map((place) => sum(points.filter((p) => p.place === place).map((p) => p.costNanoUsd)));
  expect(places).toEqual([agents[0], agents[1], sum(agents.slice(2))]);
  const days = Map.groupBy(await readUsage(db(), daily), ({ bucketMs }) => bucketMs);
  for (const [dayMs, ofDay] of days) {
    const tasks = points.filter(({ bucketMs }) => bucketMs === dayMs).reduce((n, point) => n + point.tasks, 0);
    expect(tasks).toBe(ofDay.reduce((n, { measures }) => n + measures.tasks, 0));
  }
});

it("keeps two things together in the newest hours alone, and says the same", async () => {
  await addUpEvents();
  const pairs = () =>
    db().usageHour.findMany({ where: { dims: 17 }, orderBy: [{ startAt: "asc" }, { cellId: "asc" }] });
  const was = await pairs();
  const beforeMs = START_MS + 16 * DAY_MS;
  expect(await forgetHourPairs(db(), beforeMs + 7 * DAY_MS)).toBeGreaterThan(0);
  expect(await pairs()).toEqual(was.filter(({ startAt }) => startAt.getTime() >= beforeMs));
  // Late ones, of hours on both sides.
  for (const n of [1, 2, 4, 5]) await take("judged outcome", await decide(n, "summed"), n);
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
  await addUpEvents();
  expect((await pairs())[0]?.startAt.getTime()).toBeGreaterThanOrEqual(beforeMs);
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
  for (const dayMs of DAYS)
    expect(await compareUsageHours(dayMs, dayMs + DAY_MS)).toEqual({ sums: 0, mostNanoUsd: 0n });
  expect(await forgetHourPairs(db(), beforeMs + 6 * DAY_MS)).toBe(0);
});

it("finds sums that are not those of their tasks, and makes them anew", async () => {
  await addUpEvents();
  expect(await compareUsageHours(START_MS, START_MS + DAY_MS)).toEqual({ sums: 0, mostNanoUsd: 0n });
  await db().$executeRaw`update usage_hour set cost_nano_usd = cost_nano_usd + 7 where dims = 31`;
  await db().$executeRaw`delete from usage_day where dims = 17`;
  expect(await compareUsageHours(START_MS, START_MS + DAY_MS)).toMatchObject({ mostNanoUsd: 7n });
  expect((await compareUsageDay(START_MS))?.sums).toBeGreaterThan(0);
  for (const dayMs of DAYS) await rebuildUsageDay(dayMs);
  expect(await compareUsageDay(START_MS)).toEqual({ sums: 0, mostNanoUsd: 0n });
  expect(await compareUsageMonth(START_MS)).toEqual({ sums: 0, mostNanoUsd: 0n });
  await db().$executeRaw`update usage_month set cost_nano_usd = cost_nano_usd + 9 where dims = 7`;
  expect(await compareUsageMonth(START_MS)).toMatchObject({ mostNanoUsd: 9n });
  for (const monthMs of [START_MS, START_MS + 31 * DAY_MS]) await rebuildUsageMonth(monthMs);
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
});

it("adds up a history that was there before, newest day first, while more of it comes in", async () => {
  await db().$executeRaw`truncate usage_hour, usage_day, usage_month, usage_cell`;
  const from = new Date(START_MS + 40 * DAY_MS);
  await db().$executeRaw`update usage_rollup set complete_from = ${from}, folded_from = ${from}`;
  await take("outcome", await decide(3, "summed"), 3);
  expect(await addUpNextDay()).toEqual({ dayMs: DAYS.at(-1) });
  expect(await foldNextDay()).toEqual({ dayMs: DAYS.at(-1) });
  await take("outcome", await decide(4, "summed"), 4);
  await take("outcome", await decide(50, "summed"), 50);
  await addUpEvents();
  await take("outcome", await decide(28, "summed"), 28);
  let added = await addUpNextDay();
  await take("judgement", await decide(29, "summed"), 29);
  while (added !== "all") added = await addUpNextDay();
  // Days in no month yet are read as days.
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
  for (const dayMs of DAYS.slice(4, -1).reverse()) expect(await foldNextDay()).toEqual({ dayMs });
  await take("outcome", await decide(1, "summed"), 1);
  await addUpEvents();
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
  let folded = await foldNextDay();
  while (folded !== "all") folded = await foldNextDay();
  expect(await answers(readUsage)).toEqual(await answers(readUsageOfRows));
  expect(await compareUsageMonth(START_MS)).toEqual({ sums: 0, mostNanoUsd: 0n });
});

it("forgets what a fleet has used with the fleet", async () => {
  await db().$transaction((tx) => deleteFleetWithTraces(tx, "summed"));
  await addUpEvents();
  expect(await readUsage(db(), question())).toEqual([]);
  expect(await db().usageCell.count()).toBe(0);
});
