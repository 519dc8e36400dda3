import { beforeAll, expect, it } from "vitest";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { seededRandom } from "#lib/core/random.ts";
import { readModel } from "#lib/queries/models.ts";
import { readTrial } from "#lib/queries/trials.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { writeModelPolicy } from "#lib/store/model-policy.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { predictorBytes, promote, saveVersion } from "#test/predictors.ts";
import { checkTrials } from "./check-trials.ts";
import { startTrial } from "./start-trial.ts";

const FLEET = "injected";
const clock = manualClock(Date.parse("2031-07-01T10:00:00Z"));
const ctx = systemContext(clock);
const TYPES = ["research", "analysis"];
const AT_ONCE = 25;
/** What the engine promises for all but one canary in a hundred. */
const STATED_DECISIONS = 3_600;

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, FLEET, { ada: { concurrency_limit: 100 }, bob: { concurrency_limit: 100 } });
  const gates = { minRows: null, minRowsPerAgent: null, maxBrierLoss: null, maxCalibrationError: null };
  await writeModelPolicy(
    db(),
    { name: FLEET, kind: "performance_predictor" },
    modelPolicySchema.parse({ gates }),
    clock.nowMs(),
  );
  await saveVersion(ctx, FLEET, predictorBytes({ ada: 0.9, bob: 0.6 }, TYPES));
  await promote(ctx, FLEET, 1, null);
  await saveVersion(ctx, FLEET, predictorBytes({ ada: 0.6, bob: 0.9 }, TYPES));
});

/** A tenth of the tasks goes to bob, who has begun to succeed half as often on every other one. */
it("an agent whose success has dropped by half where the candidate chose it ends a canary of the default plan by itself", async () => {
  const { id } = await startTrial({ ctx, input: { name: FLEET, version: 2, mode: "canary", reason: "newer" } });
  const key = keyContext(FLEET, null, clock);
  const random = seededRandom(11);
  let decisions = 0;
  const one = async (index: number) => {
    const type = TYPES[index % 2] ?? "research";
    const request = { task: { type, description: `task ${index}` } };
    const { decision_id: decisionId, agent } = await routeTask({ ctx: key, input: { fleetName: FLEET, request } });
    const rate = agent === "bob" && type === "research" ? 0.45 : 0.9;
    await reportOutcome({ ctx: key, input: { decisionId, success: random() < rate } });
  };
  while (decisions < STATED_DECISIONS) {
    const from = decisions;
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => one(from + i)));
    decisions += AT_ONCE;
    clock.advance(3_000);
    await checkTrials({ ctx });
    if ((await readTrial({ ctx, input: { id } })).state !== "running") break;
  }
  const trial = await readTrial({ ctx, input: { id } });
  expect(trial.state).toBe("rolled_back");
  expect(trial.arms.candidate.decisions + trial.arms.production.decisions).toBe(decisions);
  expect(await readModel({ ctx, input: { name: FLEET, kind: "performance_predictor" } })).toMatchObject({
    production: 1,
    pinned: true,
  });
}, 120_000);
