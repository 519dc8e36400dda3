import { beforeAll, describe, expect, it } from "vitest";
import { encodeBehavior } from "#lib/engines/behavior/behavior-artifact.ts";
import { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import type { UpliftRow } from "#lib/engines/behavior/collaboration/uplift-row.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { refreshModels } from "#lib/runtime/models.ts";
import { recordInteractions } from "#lib/services/interactions/record-interactions.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { listCollaborationFleets, readCollaboration } from "./collaboration.ts";
import { readCollaborationPair } from "./collaboration-pair.ts";
import { readCollaborators } from "./collaborators.ts";

const FLEET = "together";
const ctx = systemContext();
const WIDE = { concurrency_limit: 20 };

/** After ada, bob succeeds in nine of ten where half is expected; after cy as expected. */
const tasks = (partner: string | null, succeeded: number): UpliftRow[] =>
  Array.from({ length: 200 }, (_, i) => ({ agent: "bob", partner, actual: i < succeeded ? 1 : 0, expected: 0.5 }));

const turn = (step: number, from: string, to: string) => ({
  ...{ step, from, to, kind: "handoff", chars: 10, text: null },
  atMs: 1_000 * step,
});

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, FLEET, { ada: WIDE, bob: { ...WIDE, role: "analyst" }, cy: WIDE });
  await makeFleet(ctx, "heard", { ada: WIDE });
  await makeFleet(ctx, "silent", { ada: WIDE });
  await loadRuntime();
  const runs = Array.from({ length: 30 }, (_, i) => ({
    ...{ id: `r${i}`, taskType: "research", taskText: null, succeeded: true },
    interactions: [turn(0, "ada", "bob"), turn(1, "bob", "outsider_1"), turn(2, "outsider_1", "ada")].slice(
      0,
      1 + (i % 3),
    ),
  }));
  const { state } = BehaviorModel.fit(
    {
      ...{ runs, faults: new Map() },
      pairs: {
        success: [...tasks("ada", 180), ...tasks("cy", 100), ...tasks(null, 100)],
        log_cost: [],
        log_duration: [],
      },
      teams: [],
    },
    { seed: 1 },
  );
  const key = { name: FLEET, kind: "behavior" } as const;
  const metadata = {
    ...{ rows: 1, agents: 3, dataSha256: "0".repeat(64), windowFrom: null, windowTo: null },
    ...{ seed: 1, parameters: {} },
  };
  await saveRoutingModel({ ctx, input: { ...key, model: encodeBehavior(state), metadata, metrics: {} } });
  await moveAlias({ ctx, input: { ...key, version: 1, expectedVersion: null, reason: "a test", override: true } });
  await refreshModels();
});

async function route(agent: string, parent: string | null): Promise<string> {
  const task = { type: "research", description: `for ${agent}`, constraints: { agents: [agent] } };
  const request = { task, parent_decision_id: parent };
  return (await routeTask({ ctx: keyContext(FLEET), input: { fleetName: FLEET, request } })).decision_id;
}

const tell = (fleetName: string, interactions: object[]) =>
  recordInteractions({ ctx: keyContext(fleetName), input: { fleetName, batch: { interactions } } });

it("an agent's collaborators are told with what stands after the correction first, and none without a model", () => {
  const { version, pairs } = readCollaborators({ ctx, input: { fleetName: FLEET, agent: "bob" } });
  expect(version).toBe(1);
  expect(pairs[0]).toMatchObject({ from: "ada", to: "bob", n: 200, isFound: true });
  expect(pairs[0]?.value).toBeGreaterThan(0);
  expect(pairs[1]).toMatchObject({ from: "cy", isFound: false });
  expect(readCollaborators({ ctx, input: { fleetName: FLEET, agent: "ada" } }).pairs).toHaveLength(1);
  expect(readCollaborators({ ctx, input: { fleetName: "silent", agent: "ada" } })).toEqual({
    version: null,
    pairs: [],
  });
});

describe("a fleet's collaboration", () => {
  it("is its ring with roles as the fleet has them, and every pair with its hand-offs", async () => {
    const view = await readCollaboration({ ctx, input: { fleetName: FLEET } });
    if (!view.model) throw new Error("a model is in production");
    expect(view.agents.map(({ name, role }) => [name, role])).toEqual(
      expect.arrayContaining([
        ["ada", "researcher"],
        ["bob", "analyst"],
        ["outsider_1", "outsider"],
      ]),
    );
    expect(view.agents.find(({ name }) => name === "outsider_1")?.agentId).toBeNull();
    const named = view.pairs.from.map(
      (from, i) => `${view.agents[from]?.name} ${view.agents[view.pairs.to[i] ?? -1]?.name} ${view.pairs.count[i]}`,
    );
    expect(named.sort()).toEqual(["ada bob 30", "bob outsider_1 20", "outsider_1 ada 10"]);
    expect(view.agents.reduce((sum, { centrality }) => sum + centrality, 0)).toBeCloseTo(1, 3);
    expect(view.bottlenecks[0]?.handOffShare).toBeGreaterThan(0.4);
  });

  it("by success has what is to be believed, with its interval, and what stands against chance", async () => {
    const view = await readCollaboration({ ctx, input: { fleetName: FLEET, measure: "success" } });
    if (!view.model) throw new Error("a model is in production");
    const pair = view.pairs.from.findIndex((from) => view.agents[from]?.name === "ada");
    const { uplift } = view.pairs;
    expect(uplift?.n[pair]).toBe(200);
    expect(uplift?.value[pair]).toBeGreaterThan(0);
    expect(uplift?.low[pair]).toBeLessThan(uplift?.value[pair] ?? 0);
    expect(uplift?.isFound[pair]).toBe(true);
    expect(uplift?.value.filter((value) => value === null)).toHaveLength(2);
  });

  it("without a model says whether there is anything to learn from", async () => {
    await tell("heard", [{ id: "1", run_id: "r", from: "ada", to: "bob" }]);
    const read = (fleetName: string) => readCollaboration({ ctx, input: { fleetName } });
    expect(await read("heard")).toEqual({ fleetName: "heard", model: null, hasInteractions: true });
    expect(await read("silent")).toEqual({ fleetName: "silent", model: null, hasInteractions: false });
    await expect(read("nowhere")).rejects.toMatchObject({ code: "not_found" });
    expect((await listCollaborationFleets({ ctx })).map(({ name, hasModel }) => [name, hasModel])).toEqual(
      expect.arrayContaining([
        [FLEET, true],
        ["heard", false],
      ]),
    );
  });
});

describe("a pair", () => {
  it("is told with its hand-offs as evidence, each once however it was heard of", async () => {
    const first = await route("ada", null);
    const second = await route("bob", first);
    await reportOutcome({ ctx: keyContext(FLEET), input: { decisionId: second, success: true, duration_ms: 1_500 } });
    const third = await route("bob", first);
    await tell(FLEET, [
      { id: "1", run_id: "mine", from: "ada", to: "bob", decision_id: third, task_type: "told", success: false },
      { id: "2", run_id: "mine", from: "ada", to: "cy" },
      { id: "3", run_id: "loud", step: 1, from: "ada" },
      { id: "4", run_id: "loud", step: 2, from: "bob" },
    ]);
    const view = await readCollaborationPair({ ctx, input: { fleetName: FLEET, from: "ada", to: "bob" } });
    expect(view).toMatchObject({ handOffs: 30, handedBack: 0, from: { role: "researcher" }, to: { role: "analyst" } });
    expect(view.chance).toBeGreaterThan(0.5);
    expect(view.measures).toMatchObject([{ measure: "success", n: 200, isFound: true }]);
    expect(
      view.evidence.map(({ runId, decisionId, success, durationMs }) => ({ runId, decisionId, success, durationMs })),
    ).toEqual(
      expect.arrayContaining([
        { runId: "mine", decisionId: third, success: false, durationMs: null },
        { runId: first, decisionId: second, success: true, durationMs: 1_500 },
        { runId: "loud", decisionId: null, success: null, durationMs: null },
      ]),
    );
    expect(view.evidence).toHaveLength(3);
  });

  it("without a model is its hand-offs alone, and of strangers nothing", async () => {
    const read = (from: string, to: string) => readCollaborationPair({ ctx, input: { fleetName: "heard", from, to } });
    expect(await read("ada", "bob")).toMatchObject({ model: null, measures: [], evidence: [{ runId: "r" }] });
    expect(await read("bob", "ada")).toMatchObject({ measures: [], evidence: [] });
  });
});
