import { beforeEach, expect, test } from "vitest";
import type { ModelKind } from "#lib/contracts/model.ts";
import { modelPolicySchema } from "#lib/contracts/model-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { encodeArtifact } from "#lib/engines/registry/artifact.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "../../../test/fleet.ts";
import { forgetArtifacts } from "./forget-artifacts.ts";
import { labelVersion } from "./label-version.ts";
import { loadRoutingModel } from "./load-routing-model.ts";
import { moveAlias } from "./move-alias.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const DAY_MS = 86_400_000;
const clock = manualClock(Date.parse("2026-05-04T10:00:00Z"));
const ctx = systemContext(clock);
const METADATA = {
  rows: 400,
  agents: 2,
  dataSha256: "0".repeat(64),
  windowFrom: null,
  windowTo: null,
  seed: 1,
  parameters: {},
};

let name = "";
let counter = 0;
beforeEach(() => {
  name = `kept-${++counter}`;
});

/** Artifacts of a kind that no engine opens differ by their note alone. */
async function saveMany(count: number, kind: ModelKind = "task_router"): Promise<void> {
  for (let note = 1; note <= count; note++) {
    const model = encodeArtifact({ kind, header: { name, note }, tensors: {} });
    await saveRoutingModel({ ctx, input: { model, name, kind, metadata: METADATA, metrics: {} } });
  }
}

async function keep(keepVersions: number, returnWindowDays: number, kind: ModelKind = "task_router"): Promise<void> {
  const policy = modelPolicySchema.parse({ keepVersions, returnWindowDays });
  await db().modelPolicy.create({ data: { name, kind, policy, updatedAt: new Date(clock.nowMs()) } });
}

async function keptVersions(kind: ModelKind = "task_router"): Promise<number[]> {
  const rows = await db().modelVersion.findMany({
    where: { name, kind, artifact: { deletedAt: null } },
    orderBy: { version: "asc" },
  });
  return rows.map(({ version }) => version);
}

const move = (version: number, expectedVersion: number | null, kind: ModelKind = "task_router") =>
  moveAlias({ ctx, input: { name, kind, version, expectedVersion, reason: "as the test wants" } });

test("keeps the newest, what an alias names and what was in production lately", async () => {
  await saveMany(8);
  await keep(2, 14);
  await move(1, null);
  await move(2, 1);
  clock.advance(20 * DAY_MS);
  await move(4, 2);
  expect(await forgetArtifacts({ ctx })).toBe(4);
  // 2 was in production until the move to 4, within the window; 4 is now; 7 and 8 are the newest.
  expect(await keptVersions()).toEqual([2, 4, 7, 8]);
  expect(await forgetArtifacts({ ctx })).toBe(0);
});

test("keeps what a running trial compares", async () => {
  await saveMany(6);
  await keep(1, 0);
  const trial = { id: `tri_${name}`, name, kind: "task_router", version: 3, against: 2, plan: {}, statistics: {} };
  const at = new Date(clock.nowMs());
  await db().modelTrial.create({
    data: {
      ...trial,
      mode: "canary",
      state: "running",
      countedAt: at,
      startedAt: at,
      authorName: "Ada",
      reason: "try",
    },
  });
  await forgetArtifacts({ ctx });
  expect(await keptVersions()).toEqual([2, 3, 6]);
});

test("keeps what a task under way was decided with, and lets it go when the task has ended", async () => {
  await startedRuntime(ctx);
  await makeFleet(ctx, name, { left: {}, right: {} });
  const kind = "performance_predictor";
  for (let seen = 1; seen <= 3; seen++) {
    const model = AgentPerformancePredictor.fit([], { coldStart: { priorSuccess: 0.5, priorStrength: seen } });
    await saveRoutingModel({
      ctx,
      input: { model: model.toArtifact(), name, kind, metadata: METADATA, metrics: {} },
    });
  }
  await keep(1, 0, kind);
  await move(1, null, kind);
  const key = keyContext(name, null, clock);
  const answer = await routeTask({
    ctx: key,
    input: { fleetName: name, request: { task: { type: "sums", description: "add up" } } },
  });
  clock.advance(60_000);
  await move(2, 1, kind);
  clock.advance(1);
  await forgetArtifacts({ ctx });
  expect(await keptVersions(kind)).toEqual([1, 2, 3]);
  await reportOutcome({ ctx: key, input: { decisionId: answer.decision_id, success: true } });
  await forgetArtifacts({ ctx });
  expect(await keptVersions(kind)).toEqual([2, 3]);
});

test("what is forgotten can be read about but not served, until the same bytes come again", async () => {
  await saveMany(3);
  await keep(1, 0);
  await labelVersion({
    ctx,
    input: { name, kind: "task_router", version: 1, description: "the first", tags: { by: "ada" } },
  });
  await forgetArtifacts({ ctx });
  await expect(loadRoutingModel({ ctx, input: { name, kind: "task_router", version: 1 } })).rejects.toMatchObject({
    code: "unavailable",
  });
  await expect(move(1, null)).rejects.toMatchObject({ code: "unavailable" });
  const model = encodeArtifact({ kind: "task_router", header: { name, note: 1 }, tensors: {} });
  await saveRoutingModel({ ctx, input: { model, name, kind: "task_router", metadata: METADATA, metrics: {} } });
  const { version } = await loadRoutingModel({ ctx, input: { name, kind: "task_router", version: 1 } });
  expect(version).toMatchObject({ description: "the first", tags: { by: "ada" }, artifactKept: true });
});

test("keeps bytes that a kept version shares", async () => {
  await saveMany(1);
  const model = encodeArtifact({ kind: "task_router", header: { name, note: 1 }, tensors: {} });
  await saveRoutingModel({ ctx, input: { model, name, kind: "task_router", metadata: METADATA, metrics: {} } });
  await keep(1, 0);
  await forgetArtifacts({ ctx });
  expect(await keptVersions()).toEqual([1, 2]);
});
