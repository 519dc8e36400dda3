import { beforeAll, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { ALL_FLEETS } from "#lib/contracts/prompt-policy.ts";
import { manualClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { listAuditEntries } from "#lib/queries/audit.ts";
import { readRun } from "#lib/queries/run.ts";
import { listRuns, readRunOfDecision } from "#lib/queries/runs.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { forgetInteractions } from "#lib/services/interactions/forget-interactions.ts";
import { recordInteractions } from "#lib/services/interactions/record-interactions.ts";
import { saveInteractionRetention } from "#lib/services/interactions/save-interaction-retention.ts";
import { savePromptPolicy } from "#lib/services/prompts/save-prompt-policy.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { readTeamRuns, type StoredTeamRun } from "#lib/store/interaction-reading.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { nameFault } from "./name-fault.ts";
import { openRunTexts } from "./open-run-texts.ts";
import { sumUpRuns } from "./sum-up-runs.ts";
import { withdrawFault } from "./withdraw-fault.ts";

const START_MS = Date.parse("2035-05-04T10:00:00Z");
const clock = manualClock(START_MS);
const FLEET = "runs";
const system = systemContext(clock);
const key = keyContext(FLEET, null, clock);
const person = (role: "viewer" | "operator" | "admin"): ServiceContext => ({
  actor: { kind: "user", id: `usr_${role}`, name: `Ada the ${role}`, role },
  requestId: "req_runs",
  clock,
});
const operator = person("operator");

beforeAll(async () => {
  await startedRuntime();
  const wide = { concurrency_limit: 50 };
  await makeFleet(systemContext(), FLEET, { planner: wide, web: wide, critic: wide });
  await loadRuntime();
});

interface Told {
  from: string;
  to?: string | null;
  text?: string;
  chars?: number;
}

/** A run as a platform reports it: a turn a second, from now on. */
async function report(id: string, turns: readonly Told[], succeeded: boolean | null, taskType = "research") {
  clock.advance(60_000);
  const interactions = turns.map((turn, step) => ({
    ...{ id: `${id}-${step}`, run_id: id, step, kind: "message", ...turn },
    at: new Date(clock.nowMs() - 50_000 + step * 1000).toISOString(),
  }));
  const batch = { interactions, runs: [{ id, task_type: taskType, succeeded }] };
  await recordInteractions({ ctx: key, input: { fleetName: FLEET, batch } });
}

const plain: Told[] = [{ from: "planner", to: "web" }, { from: "web", to: "planner", chars: 120 }, { from: "planner" }];
const loop: Told[] = Array.from({ length: 6 }, (_, i) =>
  i % 2 === 0 ? { from: "planner", to: "web", chars: 40 } : { from: "web", to: "planner", chars: 900 },
);

async function listed(search: Record<string, unknown> = {}): Promise<string[]> {
  await sumUpRuns({ ctx: system });
  return (await listRuns({ ctx: operator, input: { fleet: FLEET, ...search } })).rows.map(({ id }) => id);
}

const route = async (agent: string, parent: string | null): Promise<string> => {
  clock.advance(1000);
  const task = { type: "chained", description: `for ${agent}`, constraints: { agents: [agent] } };
  const input = { fleetName: FLEET, request: { task, parent_decision_id: parent } };
  return (await routeTask({ ctx: key, input })).decision_id;
};

async function learned(runId: string): Promise<StoredTeamRun["fault"] | undefined> {
  const runs: StoredTeamRun[] = [];
  await readTeamRuns({ fleetName: FLEET, fromMs: 0, untilMs: clock.nowMs() + 1 }, (run) => void runs.push(run));
  return runs.find(({ id }) => id === runId)?.fault;
}

describe("the list of runs", () => {
  it("shows them soon after they change, newest first, by how they ended, pattern, agent, type and time", async () => {
    await report("good", plain, true);
    await report("looped", loop, false, "coding");
    const fromMs = clock.nowMs();
    await report("open/1", [{ from: "critic" }, { from: "web" }], null);
    expect(await listed()).toEqual(["open/1", "looped", "good"]);
    expect(await listed({ failed: true })).toEqual(["looped"]);
    expect(await listed({ pattern: "loop" })).toEqual(["looped"]);
    expect(await listed({ pattern: "stagnation" })).toEqual([]);
    expect(await listed({ agent: "critic" })).toEqual(["open/1"]);
    expect(await listed({ type: "coding", agent: "web", failed: true })).toEqual(["looped"]);
    expect(await listed({ from: new Date(fromMs).toISOString() })).toEqual(["open/1"]);
    expect(await listed({ to: new Date(fromMs).toISOString() })).toEqual(["looped", "good"]);
    await report(
      "good",
      [{ from: "critic", to: "planner" }].map((turn) => ({ ...turn, text: "late" })),
      null,
    );
    expect((await listed())[0]).toBe("open/1");
  });

  it("goes on where the page before has ended, whatever came meanwhile", async () => {
    for (const n of [1, 2, 3, 4, 5]) await report(`page-${n}`, plain, true, "paged");
    const search = { type: "paged", limit: 2 };
    await sumUpRuns({ ctx: system });
    const read = async (cursor: string | null) =>
      listRuns({ ctx: operator, input: { fleet: FLEET, ...search, cursor } });
    const first = await read(null);
    await report("page-6", plain, true, "paged");
    const second = await read(first.nextCursor);
    const third = await read(second.nextCursor);
    expect([first, second, third].map(({ rows }) => rows.map(({ id }) => id))).toEqual([
      ["page-5", "page-4"],
      ["page-3", "page-2"],
      ["page-1"],
    ]);
    expect(third.nextCursor).toBeNull();
    await expect(read("nonsense")).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("has chains of decisions as runs, until interactions give them another name", async () => {
    const first = await route("planner", null);
    const second = await route("web", first);
    await reportOutcome({ ctx: key, input: { decisionId: second, success: false } });
    expect(await listed({ type: "chained", failed: true })).toEqual([first]);
    expect(await readRunOfDecision({ ctx: operator, input: { decisionId: second } })).toEqual({
      fleetName: FLEET,
      runId: first,
    });
    clock.advance(1000);
    const named = { id: "named-1", run_id: "named", from: "web", to: "critic", decision_id: second };
    await recordInteractions({ ctx: key, input: { fleetName: FLEET, batch: { interactions: [named] } } });
    expect(await listed({ type: "chained" })).toEqual(["named"]);
    expect((await readRunOfDecision({ ctx: operator, input: { decisionId: first } }))?.runId).toBe("named");
    const run = await readRun({ ctx: operator, input: { id: "named", fleet: FLEET } });
    expect(run.succeeded).toBe(false);
    expect(run.turns.map(({ decisionId }) => decisionId)).toContain(second);
    const alone = await route("critic", null);
    expect(await readRunOfDecision({ ctx: operator, input: { decisionId: alone } })).toBeNull();
  });
});

it("is looked at again when another version says which long exchanges are worth a word", async () => {
  const rally: Told[] = Array.from({ length: 8 }, (_, i) => ({ from: i % 2 === 0 ? "web" : "critic", chars: 10 ** i }));
  await report("rally", rally, true);
  expect(await listed({ pattern: "ping_pong" })).toContain("rally");
  await db().teamRunSummary.updateMany({ where: { id: "rally" }, data: { behaviorVersion: 7, patterns: [] } });
  expect(await listed({ pattern: "ping_pong" })).not.toContain("rally");
  // As a process that has begun to serve another version.
  processState("runs.judged", () => new Map()).clear();
  expect(await listed({ pattern: "ping_pong" })).toContain("rally");
});

describe("a run", () => {
  it("is told turn by turn, with who waited how long and which patterns it shows at which steps", async () => {
    await report("told", loop, false);
    await sumUpRuns({ ctx: system });
    const run = await readRun({ ctx: person("viewer"), input: { id: "told" } });
    expect(run).toMatchObject({ fleetName: FLEET, succeeded: false, model: null, blame: null, keptTexts: 0 });
    expect(run.noBlame).toMatch(/^No behaviour model is in production/);
    expect(run.turns[1]).toMatchObject({ from: "web", to: "planner", chars: 900, sincePreviousMs: 1000, waitMs: 1000 });
    expect(run.patterns).toContainEqual({
      kind: "loop",
      agents: ["planner", "web"],
      steps: [0, 1, 2, 3, 4, 5],
      sentence: "planner → web went round 3 times (steps 0-5).",
    });
    expect(run.agents.map(({ name, id }) => [name, id !== null])).toEqual([
      ["planner", true],
      ["web", true],
    ]);
    await expect(readRun({ ctx: operator, input: { id: "never" } })).rejects.toMatchObject({ code: "not_found" });
  });

  it("gives what was said to those who may open prompts, and writes down that they did", async () => {
    const policy = { enabled: true, retentionDays: 3 };
    await savePromptPolicy({ ctx: person("admin"), input: { fleetName: FLEET, policy, reason: "to look at runs" } });
    await report("said", [{ from: "planner", to: "web", text: "ask ada@example.org" }, { from: "web" }], false);
    const input = { fleetName: FLEET, runId: "said" };
    expect(JSON.stringify(await readRun({ ctx: operator, input: { id: "said", fleet: FLEET } }))).not.toContain(
      "[e-mail]",
    );
    expect(await openRunTexts({ ctx: operator, input })).toEqual([{ step: 0, text: "ask [e-mail]" }]);
    await expect(openRunTexts({ ctx: person("viewer"), input })).rejects.toMatchObject({ code: "forbidden" });
    await expect(openRunTexts({ ctx: operator, input: { ...input, runId: "told" } })).rejects.toMatchObject({
      code: "not_found",
    });
    const [opened] = (await listAuditEntries({ ctx: person("admin"), input: { entity: "run" } })).rows;
    expect(opened).toMatchObject({ verb: "prompt.open", entityId: "said" });
  });
});

describe("whose fault a failure was", () => {
  const named = { fleetName: FLEET, runId: "blamed", agent: "web", step: 1, reason: "it read the wrong page" };

  it("is named by an operator, shown, learned from, and taken back", async () => {
    await report("blamed", plain, false);
    await nameFault({ ctx: operator, input: named });
    expect(await learned("blamed")).toEqual({ agent: "web", step: 1 });
    await sumUpRuns({ ctx: system });
    const run = await readRun({ ctx: operator, input: { id: "blamed", fleet: FLEET } });
    expect(run.named).toMatchObject({ agent: "web", step: 1, namedBy: "Ada the operator" });
    const [row] = (await listRuns({ ctx: operator, input: { fleet: FLEET } })).rows;
    expect(row).toMatchObject({ id: "blamed", fault: { agent: "web", step: 1 } });
    await nameFault({ ctx: operator, input: { ...named, agent: "planner", step: null } });
    expect(await learned("blamed")).toEqual({ agent: "planner", step: null });
    const back = { fleetName: FLEET, runId: "blamed", reason: "it was the site" };
    await withdrawFault({ ctx: operator, input: back });
    expect(await learned("blamed")).toBeNull();
    await expect(withdrawFault({ ctx: operator, input: back })).rejects.toMatchObject({ code: "not_found" });
    const audit = (await listAuditEntries({ ctx: person("admin"), input: { entity: "run" } })).rows;
    expect(audit.filter(({ entityId }) => entityId === "blamed").map(({ verb, before }) => [verb, before])).toEqual([
      ["run.withdraw_fault", { agent: "planner", step: null, reason: named.reason }],
      ["run.name_fault", { agent: "web", step: 1, reason: named.reason }],
      ["run.name_fault", null],
    ]);
  });

  it("is nobody's who did not speak there, and of no run that succeeded", async () => {
    const refused = (more: object) => nameFault({ ctx: operator, input: { ...named, ...more } });
    await expect(refused({ agent: "critic" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(refused({ step: 2 })).rejects.toThrow("Step 2 is planner's turn");
    await expect(refused({ step: 9 })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(refused({ runId: "good" })).rejects.toMatchObject({ code: "conflict" });
    await expect(refused({ runId: "never" })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("how long interactions are kept", () => {
  const DAY_MS = 86_400_000;
  const admin = person("admin");
  const keep = (fleetName: string, retentionDays: number | null) =>
    saveInteractionRetention({ ctx: admin, input: { fleetName, retentionDays, reason: "the disk is small" } });
  const forget = () => forgetInteractions({ ctx: system });

  it("is for ever until an admin says otherwise; then whole runs go, and what decisions know stays", async () => {
    const first = await route("planner", null);
    const second = await route("web", first);
    const told = { id: "kept-1", run_id: "mixed", from: "web", to: "critic", decision_id: second };
    await recordInteractions({ ctx: key, input: { fleetName: FLEET, batch: { interactions: [told] } } });
    await report("old", plain, false);
    await nameFault({
      ctx: operator,
      input: { fleetName: FLEET, runId: "old", agent: "web", step: 1, reason: "it was" },
    });
    await sumUpRuns({ ctx: system });
    clock.advance(10 * DAY_MS);
    await report("young", plain, true);
    expect(await forget()).toBe(0);
    await expect(saveInteractionRetention({ ctx: operator, input: {} })).rejects.toMatchObject({ code: "forbidden" });
    await keep(ALL_FLEETS, 5);
    await keep(FLEET, null);
    expect(await forget()).toBe(0);
    await keep(FLEET, 7);
    expect(await forget()).toBeGreaterThan(20);
    expect(await forget()).toBe(0);
    const kept = await listed();
    expect(kept[0]).toBe("young");
    expect(kept).toContain(first);
    expect(kept).not.toContain("mixed");
    expect(kept).not.toContain("old");
    const where = { where: { fleetName: FLEET } };
    expect(await db().interaction.findMany({ ...where, select: { runId: true }, distinct: ["runId"] })).toEqual([
      { runId: "young" },
    ]);
    expect(await Promise.all([db().interactionText.count(where), db().runFault.count(where)])).toEqual([0, 0]);
  });
});
