import { beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { decodeBehavior } from "#lib/engines/behavior/behavior-artifact.ts";
import { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { readModel } from "#lib/queries/models.ts";
import { inProduction, refreshModels } from "#lib/runtime/models.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { trainVersion } from "#lib/services/training/train-version.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { TEAM, teamWork } from "#test/team-work.ts";
import { checkGates } from "./check-gates.ts";
import { fitBehavior } from "./fit-behavior.ts";
import type { FittedVersion } from "./fit-version.ts";
import { moveAlias } from "./move-alias.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const END_MS = Date.parse("2026-11-26T12:00:00Z");
const ctx = systemContext(manualClock(END_MS));
const FLEET = "team";
const key = { name: FLEET, kind: "behavior" } as const;
const request = { fleetName: FLEET, windowFrom: null, windowTo: null, types: [], agents: [], seed: 1 };
const order = { request: { ...request, source: "all" as const }, untilMs: END_MS };
const [GOOD, BAD, ANALYST] = TEAM;

/** A decision that follows one of the agent's, as it is stored. */
async function routedAfter(agentName: string | null) {
  const parent = agentName && (await db().decision.findFirstOrThrow({ where: { fleetName: FLEET, agentName } })).id;
  const asked = { task: { type: "analysis" }, parent_decision_id: parent };
  const { decision_id: id } = await routeTask({ ctx: keyContext(FLEET), input: { fleetName: FLEET, request: asked } });
  return readDecision({ ctx, input: { id } });
}

let fitted: FittedVersion;
beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, FLEET, Object.fromEntries(TEAM.map((name) => [name, { concurrency_limit: 9 }])));
  await teamWork(FLEET, { endMs: END_MS });
  fitted = await fitBehavior(order);
});

describe("a behaviour model", () => {
  it("learns from hand-offs and outcomes who works well after whom, the same bytes each time", async () => {
    const model = new BehaviorModel(decodeBehavior(fitted.artifact));
    expect(model.collaborationFactor(GOOD, ANALYST)).toMatchObject({
      n: 100,
      sentence: expect.stringMatching(/ more /),
    });
    expect(model.collaborationFactor(BAD, ANALYST)).toMatchObject({
      n: 100,
      sentence: expect.stringMatching(/ less /),
    });
    expect(model.state.pairs.log_cost[0]?.believed.value).toBeCloseTo(0, 6);
    expect(fitted.metrics).toMatchObject({ agent_at_fault: { value: 1, n: 30 }, pairs_found: { value: 2, n: 2 } });
    expect(fitted.metadata).toMatchObject({ agents: 4, parameters: { runs: 230, knownFaults: 30 } });
    expect(fitted.report.summary).toMatch(/^Foretells who is handed to in .* 2 of 2 pairs do better or worse/);
    expect((await fitBehavior(order)).artifact).toEqual(fitted.artifact);
  });

  it("says what is missing when nobody has handed over anything", async () => {
    await expect(fitBehavior({ ...order, request: { ...order.request, source: "imported" } })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("report interactions"),
    });
  });

  it("is trained, judged by its gates, promoted, served and rolled back like every other model", async () => {
    const first = await trainVersion({ ctx, input: { fleetName: FLEET, kind: "behavior" } });
    const { artifact: model, metadata, metrics, report: evaluation } = fitted;
    const second = await saveRoutingModel({ ctx, input: { ...key, model, metadata, metrics, report: evaluation } });
    expect([first.version, second.version]).toEqual([1, 2]);
    const gates = await checkGates({ ctx, input: { ...key, version: 1 } });
    expect(gates.results.find(({ gate }) => gate === "data_sufficiency")?.sentence).toMatch(/hand-offs of 4 agents/);
    const move = (version: number, expectedVersion: number | null) =>
      moveAlias({ ctx, input: { ...key, version, expectedVersion, reason: "a test", override: true } });
    const unserved = await routedAfter(GOOD);
    expect(unserved.provenance.behavior).toBeNull();
    expect(unserved.reason).toContain(`No behaviour model is in production: who works well after ${GOOD}`);
    await move(1, null);
    const report = await checkGates({ ctx, input: { ...key, version: 2 } });
    expect(report.results.find(({ gate }) => gate === "not_worse")?.sentence).toMatch(/^Hand-offs foretold /);
    await move(2, 1);
    await refreshModels();
    expect(inProduction(FLEET, "behavior")).toMatchObject({ version: 2, sha256: second.artifactSha256 });
    const named = { name: FLEET, version: 2, sha256: second.artifactSha256 };
    const served = await routedAfter(GOOD);
    expect(served.agentName).toBe(ANALYST);
    expect(served.provenance.behavior).toEqual({ ...named, after: GOOD, score: expect.any(Number), n: 100 });
    expect(served.reason).toMatch(/After researcher_1, analyst_1 finishes \d+ points more often \(n = 100\)\./);
    const other = await routedAfter(BAD);
    expect(other.agentName).not.toBe(ANALYST);
    expect(other.candidates.find(({ agentName }) => agentName === ANALYST)?.factors).toContainEqual(
      expect.objectContaining({ factor: "collaboration", score: expect.toSatisfy((score: number) => score < 0.3) }),
    );
    expect((await routedAfter(null)).provenance.behavior).toBeUndefined();
    await move(1, 2);
    await refreshModels();
    expect((await routedAfter(GOOD)).provenance.behavior).toMatchObject({ version: 1 });
    expect(inProduction(FLEET, "behavior")?.version).toBe(1);
    expect((await readModel({ ctx, input: key })).production).toBe(1);
  }, 90_000);
});
