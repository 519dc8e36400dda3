import { beforeAll, describe, expect, it } from "vitest";
import { trainingRequestSchema } from "#lib/contracts/training.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { longHistory } from "#test/long-history.ts";
import { holdOut, readTrainingData } from "./training-data.ts";

const ctx = systemContext();
const FLEET = "data";
const PER_AGENT = 300;

const read = (more: Record<string, unknown> = {}, fleetName = FLEET) =>
  readTrainingData({ ...trainingRequestSchema.parse({ fleetName, ...more }), untilMs: ctx.clock.nowMs() + 1_000 });

let reportedFrom = "";
beforeAll(async () => {
  await startedRuntime();
  await longHistory(ctx, FLEET, { tasks: PER_AGENT, agents: 2, types: 3 });
  await makeFleet(ctx, "routed", { ada: { concurrency_limit: 50 } });
  reportedFrom = new Date(ctx.clock.nowMs()).toISOString();
  const key = keyContext("routed");
  for (const type of ["sums", "poems", "sums"]) {
    const task = { type, description: `a task of ${type}` };
    const { decision_id: decisionId } = await routeTask({
      ctx: key,
      input: { fleetName: "routed", request: { task } },
    });
    await reportOutcome({ ctx: key, input: { decisionId, success: type === "sums", duration_ms: 900 } });
  }
});

describe("what is learned from", () => {
  it("has the same fingerprint each time, and another one when one outcome changes", async () => {
    const before = await read();
    expect(before.observations).toHaveLength(2 * PER_AGENT);
    expect(await read()).toMatchObject({ dataSha256: before.dataSha256, agents: 2 });
    await db().$executeRaw`
      update history_outcome set latency_ms = latency_ms + 1
      where task_id = (select min(t.id) from history_task t join history_import i on i.id = t.import_id where i.fleet_name = ${FLEET})
        and agent_id = (select id from agent where fleet_name = ${FLEET} and name = 'agent_001')`;
    expect((await read()).dataSha256).not.toBe(before.dataSha256);
  });

  it("is what the request's source, types and agents leave", async () => {
    const types = new Set(Array.from((await read({ types: ["type_1"] })).observations, ({ taskType }) => taskType));
    expect([...types]).toEqual(["type_1"]);
    expect((await read({ agents: ["agent_002"] })).observations).toHaveLength(PER_AGENT);
    expect((await read({ source: "imported" })).observations).toHaveLength(2 * PER_AGENT);
    const nothing = { code: "conflict", message: expect.stringContaining("with these filters") };
    await expect(read({ source: "decisions" })).rejects.toMatchObject(nothing);
    await expect(read({ agents: ["nobody"] })).rejects.toMatchObject(nothing);
  });

  it("takes reported outcomes of the window alone, oldest first, with the text of their tasks", async () => {
    const { observations, windowFrom, windowTo } = await read({ windowFrom: reportedFrom }, "routed");
    expect(Array.from(observations, ({ text, score }) => `${text} ${score}`)).toEqual([
      "a task of sums 1",
      "a task of poems 0",
      "a task of sums 1",
    ]);
    expect(Date.parse(windowFrom ?? "")).toBeGreaterThanOrEqual(Date.parse(reportedFrom));
    expect(Date.parse(windowTo ?? "")).toBeGreaterThanOrEqual(Date.parse(windowFrom ?? ""));
    const earlier = { windowFrom: "2020-01-01T00:00:00Z", windowTo: "2020-02-01T00:00:00Z" };
    await expect(read(earlier, "routed")).rejects.toMatchObject({ code: "conflict" });
  });

  it("is held out by whole tasks, the same for the same seed", async () => {
    const { observations } = await read();
    const { train, test, testSha256, tasks } = holdOut(observations, 1, false);
    expect([train.length, test.length, tasks]).toEqual([420, 180, 90]);
    const held = new Set(Array.from(test, ({ taskKey }) => taskKey));
    expect(Array.from(train).some(({ taskKey }) => held.has(taskKey))).toBe(false);
    expect(holdOut(observations, 1, false).testSha256).toBe(testSha256);
    expect(holdOut(observations, 2, false).testSha256).not.toBe(testSha256);
  });

  it("forgets the oldest texts where there are too many, and no outcome", async () => {
    const { observations } = await read();
    observations.forgetTexts(100, (task) => task % 2 === 0);
    const texts = observations.tasks.map(({ text }) => text !== "");
    expect(texts.filter(Boolean)).toHaveLength(PER_AGENT / 2 + 100);
    expect(texts.slice(0, 4)).toEqual([false, true, false, true]);
    expect(observations).toHaveLength(2 * PER_AGENT);
  });
});
