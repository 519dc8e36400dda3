import { afterAll, beforeAll, expect, it } from "vitest";
import { readTrainingRun } from "#lib/queries/training.ts";
import { startTraining } from "#lib/services/training/start-training.ts";
import { db } from "#lib/store/client.ts";
import { makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { startBackground } from "./background.ts";

const ctx = systemContext();
let stop = async () => undefined as unknown;

beforeAll(async () => {
  await startedRuntime();
  stop = startBackground();
});
afterAll(() => stop());

const PATIENCE = { timeout: 20_000, interval: 100 };

it("works on a training that somebody asked for and did not wait for, once", async () => {
  await makeFleet(ctx, "asked", { ada: {} });
  const { id } = await startTraining({ ctx, input: { fleetName: "asked" } });
  const state = async () => (await readTrainingRun({ ctx, input: { id } })).state;
  await expect.poll(state, PATIENCE).toBe("failed");
  expect(await readTrainingRun({ ctx, input: { id } })).toMatchObject({
    attempts: 1,
    error: { code: "conflict", message: expect.stringContaining("no judged outcome to learn from") },
  });
});

it("keeps its own tables apart, and has nothing to complain about", async () => {
  const jobs = await db().$queryRaw<{ n: number }[]>`select count(*)::int as n from pgboss.job where name = 'train'`;
  expect(jobs[0]?.n).toBe(1);
  expect(await db().healthProblem.count({ where: { topic: "jobs", resolvedAt: null } })).toBe(0);
});
