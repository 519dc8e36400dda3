import { beforeAll, expect, it, vi } from "vitest";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { readModel } from "#lib/queries/models.ts";
import { listTrainingRuns } from "#lib/queries/training.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveModelPolicy } from "#lib/services/models/save-model-policy.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem } from "#lib/store/health-problem.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { longHistory } from "#test/long-history.ts";
import { cancelTraining } from "./cancel-training.ts";
import { checkDrift } from "./check-drift.ts";
import { requestRetraining } from "./request-retraining.ts";
import { retrainWhereDue } from "./retrain-where-due.ts";
import { trainVersion } from "./train-version.ts";
import { workOnTraining } from "./work-on-training.ts";

const DAY_MS = 86_400_000;
const KIND = "performance_predictor";
const clock = manualClock(Date.now());
const ctx = systemContext(clock);

vi.setConfig({ testTimeout: 120_000 });

beforeAll(() => startedRuntime());

async function trained(name: string): Promise<string> {
  await longHistory(ctx, name, { tasks: 60, agents: 2, types: 2 });
  await trainVersion({ ctx, input: { fleetName: name, types: ["type_0", "type_1"], note: "by hand" } });
  return name;
}

/** As if the fleet had imported something now. */
const news = (fleetName: string) =>
  db().historyImport.updateMany({ where: { fleetName }, data: { createdAt: new Date(clock.nowMs()) } });

const due = () => retrainWhereDue({ ctx, input: {} });
const runs = async (fleet: string) => (await listTrainingRuns({ ctx, input: { fleet } })).rows;
const drift = (fleetName: string) =>
  requestRetraining({ ctx, input: { fleetName, kind: KIND, trigger: "drift", reason: "The mix has changed." } });

async function setPolicy(name: string, policy: Record<string, unknown>): Promise<void> {
  const input = { name, kind: KIND, policy: modelPolicySchema.parse(policy), reason: "a test" };
  await saveModelPolicy({ ctx, input });
}

it("retrains by schedule when the time has come and there is something new, as the last version was made", async () => {
  const fleet = await trained("scheduled");
  clock.advance(6 * DAY_MS);
  await news(fleet);
  expect(await due()).toBe(0);
  clock.advance(2 * DAY_MS);
  expect(await due()).toBe(1);
  expect(await due()).toBe(0);
  const [run] = await runs(fleet);
  expect(run).toMatchObject({ trigger: "schedule", state: "queued", request: { types: ["type_0", "type_1"] } });
  expect(run?.request.note).toContain("every 7 days");
  await cancelTraining({ ctx, input: { id: run?.id } });
});

it("does not retrain where nothing is new, or where the policy does not want it", async () => {
  const fleet = await trained("quiet");
  clock.advance(8 * DAY_MS);
  expect((await drift(fleet)).reason).toContain("no outcome since v1");
  await news(fleet);
  await setPolicy(fleet, { retrainEveryDays: null, retrainOnDrift: false });
  expect(await drift(fleet)).toEqual({ run: null, reason: "The policy does not retrain because of drift." });
  await due();
  expect(await runs(fleet)).toHaveLength(1);
});

it("answers drift once a day, however often it is seen", async () => {
  const fleet = await trained("drifting");
  clock.advance(DAY_MS);
  await news(fleet);
  const { run } = await drift(fleet);
  expect(run).toMatchObject({ trigger: "drift", request: { note: "The mix has changed." } });
  expect((await drift(fleet)).reason).toContain("under way");
  await cancelTraining({ ctx, input: { id: run?.id } });
  clock.advance(DAY_MS / 2);
  expect((await drift(fleet)).reason).toContain("within a day");
  clock.advance(DAY_MS);
  expect((await drift(fleet)).run).not.toBeNull();
});

it("retrains once after a regression was found", async () => {
  const fleet = await trained("regressed");
  clock.advance(DAY_MS);
  await news(fleet);
  const problem = { topic: "model", entityId: `${fleet}/${KIND}`, code: "regression" };
  await raiseProblem(db(), problem, "Production went back to v1.", clock.nowMs());
  await due();
  const [run] = await runs(fleet);
  expect(run).toMatchObject({ trigger: "regression", request: { note: "Production went back to v1." } });
  await cancelTraining({ ctx, input: { id: run?.id } });
  await due();
  expect((await runs(fleet)).filter(({ trigger }) => trigger === "regression")).toHaveLength(1);
});

it("puts a retrained version into production by itself only where the policy says so and every gate passes", async () => {
  const fleet = await trained("promoted");
  const gatesOff = {
    ...{ maxLoadMs: null, maxArtifactBytes: null, minRows: null, minRowsPerAgent: null, maxSuccessLoss: null },
    ...{ maxBrierLoss: null, maxCalibrationError: null, replay: "off", minShareNotStarved: null },
  };
  await setPolicy(fleet, { gates: gatesOff, promoteRetrained: true });
  await moveAlias({ ctx, input: { name: fleet, kind: KIND, version: 1, expectedVersion: null, reason: "a test" } });
  const retrain = async () => {
    clock.advance(2 * DAY_MS);
    await news(fleet);
    const { run } = await drift(fleet);
    await workOnTraining({ ctx, input: { id: run?.id, yields: false } });
    return readModel({ ctx, input: { name: fleet, kind: KIND } });
  };
  const promoted = await retrain();
  expect(promoted).toMatchObject({ staging: 2, production: 2 });
  expect(promoted.moves[0]).toMatchObject({ alias: "production", automatic: true, override: false });
  await setPolicy(fleet, { gates: { ...gatesOff, minRows: 1_000_000 }, promoteRetrained: true });
  expect(await retrain()).toMatchObject({ staging: 3, production: 2 });
});

it("finds that tasks have become others than those learned from, and says so as a health problem", async () => {
  const fleet = "novel";
  await makeFleet(ctx, fleet, { agent_001: { concurrency_limit: 1000 } });
  const key = keyContext(fleet, null, clock);
  const workOne = async (type: string, i: number) => {
    const request = { task: { type, description: `task ${i}` } };
    const { decision_id: decisionId } = await routeTask({ ctx: key, input: { fleetName: fleet, request } });
    await reportOutcome({ ctx: key, input: { decisionId, success: i % 2 === 0 } });
  };
  const work = (type: string, count: number) => Promise.all(Array.from({ length: count }, (_, i) => workOne(type, i)));
  await work("usual", 250);
  await trainVersion({ ctx, input: { fleetName: fleet } });
  const first = { name: fleet, kind: KIND, version: 1, expectedVersion: null, reason: "a test" };
  await moveAlias({ ctx, input: { ...first, override: true } });
  await checkDrift({ ctx, input: {} });
  const problems = () => db().healthProblem.findMany({ where: { entityId: `${fleet}/${KIND}`, resolvedAt: null } });
  expect(await problems()).toEqual([]);
  clock.advance(2 * DAY_MS);
  await work("novel", 250);
  expect(await checkDrift({ ctx, input: {} })).toBe(1);
  expect(await problems()).toMatchObject([{ code: "drift", message: expect.stringContaining("mix of task types") }]);
  expect((await runs(fleet))[0]).toMatchObject({ trigger: "drift", state: "queued" });
});
