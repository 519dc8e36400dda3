import { beforeAll, expect, it } from "vitest";
import { listTrainingRuns, readTrainingRun } from "#lib/queries/training.ts";
import { db } from "#lib/store/client.ts";
import { beatTraining, claimTrainingRun, writeRunVersion } from "#lib/store/training-claim.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { longHistory } from "#test/long-history.ts";
import { awaitTraining } from "./await-training.ts";
import { cancelTraining } from "./cancel-training.ts";
import { listTrainingsToTakeUp } from "./list-trainings-to-take-up.ts";
import { startTraining } from "./start-training.ts";
import { releaseTrainings, workOnTraining } from "./work-on-training.ts";

const ctx = systemContext();

beforeAll(async () => {
  await startedRuntime();
});

async function started(fleetName: string): Promise<string> {
  await makeFleet(ctx, fleetName, { ada: {}, bob: {} });
  return (await startTraining({ ctx, input: { fleetName } })).id;
}

/** As if the process that works on it had been gone for a while. */
const dieSilently = (id: string) =>
  db().$executeRaw`update training_run set heartbeat_at = now() - interval '1 minute' where id = ${id}`;

const toTakeUp = async () => (await listTrainingsToTakeUp({ ctx, input: {} })).runs.map((run) => run.id);

it("refuses a second run of the same fleet and kind, and names the first", async () => {
  const id = await started("once");
  const again = startTraining({ ctx, input: { fleetName: "once" } });
  await expect(again).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining(id) });
  const other = await startTraining({ ctx, input: { fleetName: "once", kind: "capability_matcher" } });
  expect(other.state).toBe("queued");
});

it("is started and cancelled by those who may change models alone, and leaves audit entries", async () => {
  const id = await started("audited");
  await expect(startTraining({ ctx: keyContext("audited"), input: { fleetName: "audited" } })).rejects.toMatchObject({
    code: "forbidden",
  });
  await cancelTraining({ ctx, input: { id } });
  const entries = await db().auditEntry.findMany({ where: { entityId: "audited/performance_predictor" } });
  expect(entries.map(({ verb }) => verb).sort()).toEqual(["model.cancel_training", "model.train"]);
});

it("ends a run that waits when it is cancelled, and cannot cancel what has ended", async () => {
  const id = await started("waiting");
  expect(await cancelTraining({ ctx, input: { id } })).toMatchObject({ state: "cancelled", cancelRequested: true });
  await workOnTraining({ ctx, input: { id } });
  expect(await readTrainingRun({ ctx, input: { id } })).toMatchObject({ state: "cancelled", attempts: 0 });
  const failed = await started("ended");
  await workOnTraining({ ctx, input: { id: failed } });
  await expect(cancelTraining({ ctx, input: { id: failed } })).rejects.toMatchObject({ code: "conflict" });
});

it("is taken up by one process, and once more when that one is gone", async () => {
  const id = await started("crashed");
  expect(await toTakeUp()).toContain(id);
  const first = await claimTrainingRun(db(), id, "rep_one", Date.now());
  expect(await claimTrainingRun(db(), id, "rep_two", Date.now())).toBeNull();
  expect(await toTakeUp()).not.toContain(id);
  await dieSilently(id);
  const second = await claimTrainingRun(db(), id, "rep_two", Date.now());
  expect(second).toMatchObject({ attempt: 2, untilMs: first?.untilMs });
  const progress = { stage: "Learning", progress: 0.5, secondsLeft: 3 };
  expect(await beatTraining(db(), first!, progress)).toBe("lost");
  expect(await writeRunVersion(db(), first!, 7)).toBe(false);
  expect(await beatTraining(db(), second!, progress)).toBe("go on");
  expect(await readTrainingRun({ ctx, input: { id } })).toMatchObject({ ...progress, attempts: 2 });
  await dieSilently(id);
  expect(await toTakeUp()).not.toContain(id);
  expect(await readTrainingRun({ ctx, input: { id } })).toMatchObject({
    state: "failed",
    version: null,
    error: { message: expect.stringContaining("ended twice") },
  });
});

it("is cancelled in the middle of what it computes, and goes back to the queue when the process stops in order", async () => {
  const fleetName = await longHistory(ctx, "long", { tasks: 30_000 });
  const { id } = await startTraining({ ctx, input: { fleetName } });
  const stage = async () => (await readTrainingRun({ ctx, input: { id } })).stage;
  const work = workOnTraining({ ctx, input: { id } });
  await expect.poll(stage, { timeout: 15_000 }).not.toBe("");
  await releaseTrainings();
  await work;
  expect(await readTrainingRun({ ctx, input: { id } })).toMatchObject({ state: "queued", attempts: 0 });
  const again = workOnTraining({ ctx, input: { id } });
  await expect.poll(stage, { timeout: 15_000 }).not.toBe("");
  await cancelTraining({ ctx, input: { id } });
  expect(await awaitTraining({ ctx, input: { id } })).toMatchObject({ state: "cancelled", version: null });
  expect((await readTrainingRun({ ctx, input: { id } })).progress).toBeLessThan(1);
  await again;
  expect(await db().modelVersion.count({ where: { name: fleetName } })).toBe(0);
});

it("lists runs newest first, page by page, by fleet and state", async () => {
  const ids = [];
  for (const name of ["list-a", "list-b", "list-c"]) ids.push(await started(name));
  const first = await listTrainingRuns({ ctx, input: { state: "queued", limit: 2 } });
  expect(first.rows.map((run) => run.id)).toEqual([ids[2], ids[1]]);
  const next = await listTrainingRuns({ ctx, input: { state: "queued", limit: 1, cursor: first.nextCursor } });
  expect(next.rows.map((run) => run.id)).toEqual([ids[0]]);
  const { rows } = await listTrainingRuns({ ctx, input: { fleet: "list-b" } });
  expect(rows).toMatchObject([{ id: ids[1], authorName: "Test", trigger: "manual" }]);
  await expect(readTrainingRun({ ctx, input: { id: "trn_none" } })).rejects.toMatchObject({ code: "not_found" });
});
