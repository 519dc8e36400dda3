import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { seededRandom } from "#lib/core/random.ts";
import { readModel } from "#lib/queries/models.ts";
import { listTrials, readTrial } from "#lib/queries/trials.ts";
import { resumePromotion } from "#lib/services/models/resume-promotion.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { writeModelPolicy } from "#lib/store/model-policy.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { predictorBytes, promote, saveVersion } from "#test/predictors.ts";
import { checkTrials } from "./check-trials.ts";
import { startTrial } from "./start-trial.ts";
import { stopTrial } from "./stop-trial.ts";

const KIND = "performance_predictor";
const clock = manualClock(Date.parse("2031-05-04T10:00:00Z"));
const ctx = systemContext(clock);

let fleet = "";
let counter = 0;
let random = seededRandom(1);

const NO_GATES = {
  ...{ maxLoadMs: null, maxArtifactBytes: null, minRows: null, minRowsPerAgent: null, maxSuccessLoss: null },
  ...{ maxBrierLoss: null, maxCalibrationError: null, replay: "off", minShareNotStarved: null },
};

function policy(changes: Record<string, unknown>): Promise<void> {
  const whole = modelPolicySchema.parse({ gates: NO_GATES, ...changes });
  return writeModelPolicy(db(), { name: fleet, kind: KIND }, whole, clock.nowMs());
}

/** Production (v1) sends everything to ada; v2 would send it to bob. */
beforeEach(async () => {
  fleet = `tried-${++counter}`;
  random = seededRandom(counter);
  clock.advance(3_600_000);
  await makeFleet(ctx, fleet, { ada: { concurrency_limit: 50 }, bob: { concurrency_limit: 50 } });
  await saveVersion(ctx, fleet, predictorBytes({ ada: 0.9, bob: 0.5 }));
  await policy({});
  await promote(ctx, fleet, 1, null);
  await saveVersion(ctx, fleet, predictorBytes({ ada: 0.5, bob: 0.95 }));
});
beforeAll(() => startedRuntime());

/** Routes tasks and reports that each agent succeeds with its rate. @returns who got how many */
async function work(count: number, rates: Record<string, number>): Promise<Record<string, number>> {
  const key = keyContext(fleet, null, clock);
  const got: Record<string, number> = {};
  for (let i = 0; i < count; i++) {
    clock.advance(50);
    const request = { task: { type: "research", description: `task ${i}` } };
    const { decision_id: decisionId, agent } = await routeTask({ ctx: key, input: { fleetName: fleet, request } });
    got[agent ?? ""] = (got[agent ?? ""] ?? 0) + 1;
    await reportOutcome({ ctx: key, input: { decisionId, success: random() < (rates[agent ?? ""] ?? 0) } });
  }
  return got;
}

/** What the job does some seconds later, in two processes at once. */
async function look(): Promise<void> {
  clock.advance(5_000);
  await Promise.all([checkTrials({ ctx }), checkTrials({ ctx })]);
}

const start = (mode: "shadow" | "canary", plan: Record<string, unknown> = {}) =>
  startTrial({ ctx, input: { name: fleet, version: 2, mode, plan, reason: "looks better" } });
const read = (id: string) => readTrial({ ctx, input: { id } });
const model = () => readModel({ ctx, input: { name: fleet, kind: KIND } });
const problems = async () => (await listOpenProblems(db())).filter(({ entityId }) => entityId.startsWith(`${fleet}/`));

describe("a canary", () => {
  it("decides about its percentage, and decisions name the version that made them", async () => {
    const { id } = await start("canary", { percent: 30 });
    const got = await work(120, { ada: 0.9, bob: 0.9 });
    expect(got.bob).toBeGreaterThan(20);
    expect(got.bob).toBeLessThan(55);
    const byVersion = await db().decision.groupBy({
      by: ["predictorVersion", "agentName"],
      where: { fleetName: fleet },
      _count: true,
      orderBy: { predictorVersion: "asc" },
    });
    expect(byVersion.map((row) => [row.predictorVersion, row.agentName, row._count])).toEqual([
      [1, "ada", got.ada],
      [2, "bob", got.bob],
    ]);
    await look();
    const { arms, state, sentence } = await read(id);
    expect(state).toBe("running");
    expect(arms.candidate).toMatchObject({ version: 2, decisions: got.bob, outcomes: got.bob });
    expect(arms.production).toMatchObject({ version: 1, decisions: got.ada, outcomes: got.ada });
    expect(sentence).toContain("v2 succeeded in");
  }, 60_000);

  it("leaves to the model's policy what nobody says, and keeps its plan when the policy changes", async () => {
    await policy({ canary: { percent: 20, outcomes: 60, maxCostRatio: 3, maxDurationRatio: null } });
    const { id } = await start("canary", { percent: 30, maxSuccessLoss: 0.02 });
    const plan = { percent: 30, outcomes: 60, falseAlarm: 0.05, promoteWhenGood: false };
    const guards = { maxSuccessLoss: 0.02, maxCostRatio: 3, maxDurationRatio: null };
    expect((await read(id)).plan).toEqual({ ...plan, ...guards });
    await policy({ canary: { maxCostRatio: 1.1 } });
    expect((await read(id)).plan).toEqual({ ...plan, ...guards });
    await stopTrial({ ctx, input: { id, reason: "seen enough" } });
    await expect(start("canary", { maxCostRatio: 0 })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("tolerates costs as one begun before they could be set", async () => {
    const { id } = await start("canary");
    await db().$executeRaw`
      update model_trial set plan = plan - 'maxSuccessLoss' - 'maxCostRatio' - 'maxDurationRatio' where id = ${id}`;
    await look();
    expect((await read(id)).plan).toMatchObject({ maxSuccessLoss: 0, maxCostRatio: 1.5, maxDurationRatio: 1.5 });
  });

  it("that is worse is taken back by itself, with its reason, a problem and a pin until somebody resumes", async () => {
    const { id } = await start("canary", { percent: 50 });
    for (let i = 0; i < 12 && (await read(id)).state === "running"; i++) {
      await work(40, { ada: 0.9, bob: 0.3 });
      await look();
    }
    const trial = await read(id);
    expect(trial).toMatchObject({ state: "rolled_back" });
    expect(trial.sentence).toContain("v2 is worse than v1: it succeeds less often");
    expect(trial.evidence!.value).toBeGreaterThanOrEqual(20);
    expect(await model()).toMatchObject({ production: 1, pinned: true });
    expect((await problems()).map(({ code }) => code)).toEqual(["regression"]);
    expect((await work(20, { ada: 1 })).bob).toBeUndefined();
    const audit = await db().auditEntry.findFirst({
      where: { entityId: `${fleet}/${KIND}`, verb: "model.rollback" },
    });
    expect(audit).toMatchObject({ actorKind: "system", after: { pinned: true, reason: trial.sentence } });
    await resumePromotion({ ctx, input: { name: fleet, kind: KIND, reason: "fixed" } });
    expect(await problems()).toEqual([]);
  }, 60_000);

  it("that ends well is promoted by itself where the plan says so", async () => {
    const { id } = await start("canary", { percent: 50, outcomes: 20, promoteWhenGood: true });
    await work(70, { ada: 0.9, bob: 0.95 });
    await look();
    expect(await read(id)).toMatchObject({ state: "good" });
    expect((await read(id)).sentence).toContain("v2 was promoted.");
    expect(await model()).toMatchObject({ production: 2, pinned: false });
    expect((await work(10, { bob: 1 })).bob).toBe(10);
    expect((await model()).moves[0]).toMatchObject({ verb: "promote", automatic: true });
  }, 60_000);

  it("that ends well stays where it is when a gate refuses it, and says so", async () => {
    await policy({ gates: { ...NO_GATES, minRows: 1000 } });
    const { id } = await start("canary", { percent: 50, outcomes: 20, promoteWhenGood: true });
    await work(70, { ada: 0.9, bob: 0.95 });
    await look();
    expect(await read(id)).toMatchObject({ state: "good" });
    expect((await read(id)).sentence).toMatch(/v2 was not promoted: .*data sufficiency/);
    expect(await model()).toMatchObject({ production: 1 });
  }, 60_000);

  it("ends when production moves on, and by hand", async () => {
    const first = await start("canary");
    await saveVersion(ctx, fleet, predictorBytes({ ada: 0.8, bob: 0.7 }));
    await promote(ctx, fleet, 3, 1);
    await look();
    expect(await read(first.id)).toMatchObject({ state: "stopped", sentence: "Production names v3 now." });
    const second = await start("canary");
    await expect(start("canary")).rejects.toMatchObject({ code: "conflict" });
    await stopTrial({ ctx, input: { id: second.id, reason: "changed my mind" } });
    await expect(stopTrial({ ctx, input: { id: second.id, reason: "again" } })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await work(10, { ada: 1 })).bob).toBeUndefined();
  }, 60_000);

  it("cannot be started with what is in production, does not exist or is damaged", async () => {
    const of = (version: number) =>
      startTrial({ ctx, input: { name: fleet, version, mode: "canary", reason: "try it" } });
    await expect(of(1)).rejects.toMatchObject({ code: "conflict" });
    await expect(of(9)).rejects.toMatchObject({ code: "not_found" });
    await db().$executeRaw`
      update model_artifact set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where sha256 =
        (select artifact_sha256 from model_version where name = ${fleet} and version = 2)`;
    await expect(of(2)).rejects.toMatchObject({ code: "unavailable" });
    await db().$executeRaw`
      update model_artifact set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where sha256 =
        (select artifact_sha256 from model_version where name = ${fleet} and version = 2)`;
  });
});

describe("a shadow", () => {
  it("scores what production decides and decides nothing, and both are judged by the outcomes", async () => {
    const { id } = await start("shadow", { outcomes: 30 });
    expect(await work(30, { ada: 0.9 })).toEqual({ ada: 30 });
    await look();
    await look();
    const trial = await read(id);
    expect(trial).toMatchObject({ state: "good", agreement: 0, evidence: null });
    expect(trial.arms.production).toMatchObject({ decisions: 30, outcomes: 30 });
    // v2 thinks little of ada, who does well.
    expect(trial.brier!.candidate).toBeGreaterThan(trial.brier!.production);
    expect(trial.sentence).toContain("would have chosen the same agent in 0.0% of 30 decisions");
    const score = await db().shadowScore.findFirst({ where: { trialId: id } });
    expect(score).toMatchObject({ agentName: "bob" });
  }, 60_000);

  it("that cannot be judged raises a problem, which closes when it can again", async () => {
    await start("shadow");
    const sha256 = (await db().modelVersion.findFirstOrThrow({ where: { name: fleet, version: 2 } })).artifactSha256;
    const flip = () => db().$executeRaw`
      update model_artifact set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where sha256 = ${sha256}`;
    await flip();
    await work(3, { ada: 0.9 });
    await look();
    expect((await problems()).map(({ code }) => code)).toEqual(["trial_unchecked"]);
    await flip();
    await look();
    expect(await problems()).toEqual([]);
  }, 60_000);
});

describe("a promotion", () => {
  it("is watched, and rolled back by itself when it does worse than the version before did", async () => {
    await work(150, { ada: 0.9 });
    await promote(ctx, fleet, 2, 1);
    await look();
    const { rows } = await listTrials({ ctx, input: { name: fleet, mode: "watch" } });
    expect(rows).toMatchObject([{ version: 2, against: 1, state: "running" }]);
    for (let i = 0; i < 8 && (await model()).production === 2; i++) {
      // Whoever gets the work: recent outcomes would otherwise give it back to ada.
      await work(20, { ada: 0.3, bob: 0.3 });
      await look();
    }
    expect(await model()).toMatchObject({ production: 1, pinned: true });
    const trial = await read(rows[0]!.id);
    expect(trial).toMatchObject({ state: "rolled_back" });
    expect(trial.sentence).toContain("Production went back to v1.");
    expect((await model()).moves[0]).toMatchObject({ verb: "rollback", toVersion: 1, automatic: true });
    expect((await problems()).map(({ code }) => code)).toEqual(["regression"]);
    await look();
    expect((await listTrials({ ctx, input: { name: fleet, mode: "watch" } })).rows).toHaveLength(1);
  }, 60_000);

  it("that does as well is watched until its time is over", async () => {
    await policy({ watchHours: 1 });
    await work(60, { ada: 0.9 });
    await promote(ctx, fleet, 2, 1);
    await look();
    await work(40, { bob: 0.9 });
    await look();
    const trial = async () => (await listTrials({ ctx, input: { name: fleet, mode: "watch" } })).rows[0];
    expect(await trial()).toMatchObject({ state: "running", arms: { candidate: { outcomes: 40 } } });
    clock.advance(3_600_000);
    await look();
    expect(await trial()).toMatchObject({ state: "good" });
    expect(await model()).toMatchObject({ production: 2 });
  }, 60_000);
});
