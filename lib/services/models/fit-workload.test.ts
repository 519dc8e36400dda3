import { beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { WorkloadModel } from "#lib/engines/workload/model/workload-model.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { readModel } from "#lib/queries/models.ts";
import { inProduction, refreshModels } from "#lib/runtime/models.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { officeWork } from "#test/office-work.ts";
import { checkGates } from "./check-gates.ts";
import { fitWorkload } from "./fit-workload.ts";
import { moveAlias } from "./move-alias.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

/** A Thursday, on the hour. */
const END_MS = Date.parse("2026-11-26T12:00:00Z");
const HOUR_MS = 3_600_000;
const ctx = systemContext(manualClock(END_MS + 20 * 60_000));
const FLEET = "office";
const key = { name: FLEET, kind: "workload" } as const;
const request = { fleetName: FLEET, windowFrom: null, windowTo: null, types: [], agents: [], seed: 1 };
const order = { request: { ...request, source: "all" as const }, untilMs: ctx.clock.nowMs() };

/** A decision as it is stored. */
async function routed(atMs = ctx.clock.nowMs()) {
  const asked = keyContext(FLEET, null, manualClock(atMs));
  const input = { fleetName: FLEET, request: { task: { type: "research" } } };
  const { decision_id: id } = await routeTask({ ctx: asked, input });
  return readDecision({ ctx, input: { id } });
}

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, FLEET, { ada: { concurrency_limit: 9 }, bob: { concurrency_limit: 9 } });
  await officeWork(FLEET, ["ada", "bob"], { days: 22, endMs: END_MS });
});

describe("a workload model", () => {
  it("learns from decisions when work comes, who gets it and how long it takes, the same bytes each time", async () => {
    const fitted = await fitWorkload(order);
    const model = WorkloadModel.fromArtifact(fitted.artifact);
    const ten = END_MS + 22 * HOUR_MS;
    expect(model.learnedUntilMs).toBe(END_MS);
    expect(model.forecast("research", ten)?.mean).toBeGreaterThan(5);
    expect(model.forecast("research", ten - 8 * HOUR_MS)?.p50).toBe(0);
    const [ada = 0, bob = 0] = model.ratesAt(["ada", "bob"], ten)?.tasksPerMs ?? [];
    expect(ada / bob).toBeGreaterThan(2);
    expect(model.serviceMs("research", "ada")).toBeLessThan(model.serviceMs("research", "bob") ?? 0);
    expect(model.priorities).toEqual([0, 0, 1, 0]);
    expect(fitted.metrics.mase?.value).toBeLessThan(1.2);
    expect(fitted.report.summary).toMatch(/90% intervals held \d/);
    expect((await fitWorkload(order)).artifact).toEqual(fitted.artifact);
  });

  it("says what is missing: three days, and moments", async () => {
    const windowFrom = new Date(END_MS - 60 * HOUR_MS).toISOString();
    await expect(fitWorkload({ ...order, request: { ...order.request, windowFrom } })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("three days"),
    });
    await expect(fitWorkload({ ...order, request: { ...order.request, source: "imported" } })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("is trained, judged by its gates, promoted, served and rolled back like every other model", async () => {
    const first = await trainVersion({ ctx, input: { fleetName: FLEET, kind: "workload" } });
    const { artifact: model, metadata, metrics, report: evaluation } = await fitWorkload(order);
    const second = await saveRoutingModel({ ctx, input: { ...key, model, metadata, metrics, report: evaluation } });
    expect([first.version, second.version]).toEqual([1, 2]);
    const gates = await checkGates({ ctx, input: { ...key, version: 1 } });
    expect(gates.results.find(({ gate }) => gate === "data_sufficiency")?.sentence).toMatch(/tasks of 2 agents/);
    const move = (version: number, expectedVersion: number | null) =>
      moveAlias({ ctx, input: { ...key, version, expectedVersion, reason: "a test", override: true } });
    await move(1, null);
    const report = await checkGates({ ctx, input: { ...key, version: 2 } });
    expect(report.results.find(({ gate }) => gate === "not_worse")?.sentence).toMatch(/^Forecast skill /);
    await move(2, 1);
    await refreshModels();
    expect(inProduction(FLEET, "workload")).toMatchObject({ version: 2, sha256: second.artifactSha256 });
    expect(inProduction(FLEET, "workload")?.model.types).toEqual(["research"]);
    const names = { name: FLEET, version: 2, sha256: second.artifactSha256 };
    expect((await routed()).provenance.workload).toEqual({ ...names, expectedWaitMs: expect.any(Number) });
    await move(1, 2);
    await refreshModels();
    expect((await routed()).provenance.workload).toMatchObject({ version: 1 });
    expect((await routed()).reason).toMatch(/Expected wait at \w+: .* for the task after this one\./);
    expect((await routed(END_MS + 90 * 24 * HOUR_MS)).provenance.workload).toBeUndefined();
    expect(inProduction(FLEET, "workload")?.version).toBe(1);
    expect((await readModel({ ctx, input: key })).production).toBe(1);
  });
});
