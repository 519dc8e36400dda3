import { beforeAll, describe, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { loadLlmConfig } from "#lib/runtime/configurations.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { saveConfiguration } from "#lib/services/configurations/save-configuration.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { expireAssignments } from "./expire-assignments.ts";
import { forgetIdempotencyKeys } from "./forget-idempotency-keys.ts";
import { renewAssignment } from "./renew-assignment.ts";
import { reportOutcome } from "./report-outcome.ts";
import { routeTask } from "./route-task.ts";

const task = { type: "research", description: "Find three sources on tidal power" };
const SUCCESS = { success: true, usage: { input_tokens: 1000, output_tokens: 500 }, duration_ms: 4000 };

function route(fleetName: string, more: Record<string, unknown> = {}, idempotencyKey: string | null = null) {
  return routeTask({ ctx: keyContext(fleetName), input: { fleetName, request: { task, ...more }, idempotencyKey } });
}

beforeAll(() => startedRuntime());

describe("routeTask", () => {
  it("writes one decision for 200 calls at once with one idempotency key, and answers all alike", async () => {
    await makeFleet(systemContext(), "once", { solo: { concurrency_limit: 500 } });
    const answers = await Promise.all(Array.from({ length: 200 }, () => route("once", {}, "same-key")));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await db().decision.count({ where: { fleetName: "once" } })).toBe(1);
    expect(JSON.stringify(await route("once", {}, "same-key"))).toBe(JSON.stringify(answers[0]));
  });

  it("forgets idempotency keys after two days, not before", async () => {
    const clock = manualClock(Date.parse("2031-03-01T10:00:00Z"));
    await makeFleet(systemContext(clock), "forgets", { solo: { concurrency_limit: 9 } });
    const input = { fleetName: "forgets", request: { task }, idempotencyKey: "weekly" };
    const call = { ctx: keyContext("forgets", null, clock), input };
    const first = await routeTask(call);
    clock.advance(47 * 3_600_000);
    await forgetIdempotencyKeys({ ctx: systemContext(clock) });
    expect((await routeTask(call)).decision_id).toBe(first.decision_id);
    clock.advance(2 * 3_600_000);
    await forgetIdempotencyKeys({ ctx: systemContext(clock) });
    expect((await routeTask(call)).decision_id).not.toBe(first.decision_id);
  });

  it("refuses the same idempotency key for another request and writes nothing", async () => {
    await makeFleet(systemContext(), "mismatch", { solo: {} });
    await route("mismatch", {}, "k");
    const other = { task: { ...task, type: "analysis" } };
    await expect(route("mismatch", other, "k")).rejects.toMatchObject({ code: "idempotency_mismatch" });
    expect(await db().decision.count({ where: { fleetName: "mismatch" } })).toBe(1);
  });

  it("never leases more than an agent's slots, with 1,000 calls at once", async () => {
    await makeFleet(systemContext(), "slots", { ten: { concurrency_limit: 10 } });
    const answers = await Promise.all(Array.from({ length: 1000 }, () => route("slots")));
    expect(answers.filter((answer) => answer.verdict === "assigned")).toHaveLength(10);
    const { id } = (await db().agent.findFirst({ where: { name: "ten" } }))!;
    expect(await db().assignment.count({ where: { agentId: id, state: "active" } })).toBe(10);
    expect((await db().agentLoad.findUnique({ where: { agentId: id } }))?.activeLeases).toBe(10);
    expect(answers.at(-1)?.reason).toContain("full");
  });

  it("takes the next candidate, and says so, when another process took the slot meanwhile", async () => {
    await makeFleet(systemContext(), "taken", { a: { concurrency_limit: 1 }, b: { concurrency_limit: 1 } });
    const first = (await route("taken", { simulate: true })).agent!;
    const { id } = (await db().agent.findFirst({ where: { fleetName: "taken", name: first } }))!;
    await db().agentLoad.update({ where: { agentId: id }, data: { activeLeases: 1 } });
    const answer = await route("taken");
    expect(answer.agent).toBe(first === "a" ? "b" : "a");
    expect(answer.reason).toContain(first);
    const stored = await readDecision({ ctx: systemContext(), input: { id: answer.decision_id } });
    expect(stored.agentName).toBe(answer.agent);
  });

  it("names the predictor that scored the candidates, also when production moves on before the next one is taken", async () => {
    await makeFleet(systemContext(), "swapped", { a: { concurrency_limit: 1 }, b: { concurrency_limit: 1 } });
    const first = (await route("swapped", { simulate: true })).agent!;
    const { id } = (await db().agent.findFirst({ where: { fleetName: "swapped", name: first } }))!;
    await db().agentLoad.update({ where: { agentId: id }, data: { activeLeases: 1 } });
    const fleet = fleetRuntime("swapped")!;
    const routing = route("swapped");
    fleet.predictor = {
      model: AgentPerformancePredictor.fit([]),
      name: "swapped",
      version: 2,
      sha256: "0".repeat(64),
    };
    const { decision_id: decisionId, agent } = await routing;
    expect(agent).not.toBe(first);
    const stored = await readDecision({ ctx: systemContext(), input: { id: decisionId } });
    expect(stored.provenance.predictor).toBeNull();
  });

  it("simulates without writing anything", async () => {
    await makeFleet(systemContext(), "simulated", { solo: {} });
    const answer = await route("simulated", { simulate: true });
    expect(answer).toMatchObject({ verdict: "assigned", simulated: true, assignment: null, agent: "solo" });
    expect(await db().decision.count({ where: { fleetName: "simulated" } })).toBe(0);
  });

  it("records that nobody fits as a decision with its reasons", async () => {
    await makeFleet(systemContext(), "nobody", { solo: { capabilities: [{ name: "web_search", level: 0.9 }] } });
    const answer = await route("nobody", { task: { ...task, required_capabilities: ["database_administration"] } });
    expect(answer).toMatchObject({ verdict: "nobody_fits", agent: null, assignment: null, estimate: null });
    const stored = await readDecision({ ctx: systemContext(), input: { id: answer.decision_id } });
    expect(stored.candidates).toHaveLength(1);
    expect(stored.candidates[0]?.refusals.map((refusal) => refusal.filter)).toContain("capability");
  });

  it("names what made the decision", async () => {
    await makeFleet(systemContext(), "provenance", { solo: {} });
    const { decision_id: id } = await route("provenance");
    const { provenance, answer } = await readDecision({ ctx: systemContext(), input: { id } });
    expect(provenance).toMatchObject({ configuration: { ref: "anthropic/researcher", revision: 1 }, predictor: null });
    expect(provenance.policyVersion).toMatch(/@[0-9a-f]{8}$/);
    expect(answer.decision_id).toBe(id);
  });

  it("hides other fleets from a key", async () => {
    await makeFleet(systemContext(), "foreign", { solo: {} });
    const ctx = keyContext("elsewhere");
    await expect(routeTask({ ctx, input: { fleetName: "foreign", request: { task } } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("reportOutcome", () => {
  it("ends the lease, frees the slot and counts the first report alone", async () => {
    await makeFleet(systemContext(), "outcomes", { solo: { concurrency_limit: 1 } });
    const ctx = keyContext("outcomes");
    const { decision_id: decisionId } = await route("outcomes");
    expect((await route("outcomes")).verdict).toBe("nobody_fits");
    const reports = await Promise.all(
      Array.from({ length: 20 }, () => reportOutcome({ ctx, input: { decisionId, ...SUCCESS } })),
    );
    expect(reports.filter((report) => !report.repeated)).toHaveLength(1);
    expect(reports[0]?.cost_usd).toBeGreaterThan(0);
    await expect(reportOutcome({ ctx, input: { decisionId, success: false } })).rejects.toMatchObject({
      code: "conflict",
    });
    expect((await route("outcomes")).verdict).toBe("assigned");
    await loadRuntime();
    expect(fleetRuntime("outcomes")?.router.agents[0]?.activeLeases).toBe(1);
  });

  it("prices usage by the revision that was chosen, also when the configuration names another model by now", async () => {
    const save = (like: string, baseRevision: number) => {
      const { settings } = loadLlmConfig("anthropic", like);
      const input = { provider: "anthropic", name: "priced", settings, baseRevision, note: "another model" };
      return saveConfiguration({ ctx: systemContext(), input });
    };
    await save("researcher", 0);
    await loadRuntime();
    await makeFleet(systemContext(), "priced", { solo: { configuration: "anthropic/priced", concurrency_limit: 2 } });
    const input = async () => ({ decisionId: (await route("priced")).decision_id, ...SUCCESS });
    const [first, second] = [await input(), await input()];
    const ctx = keyContext("priced");
    const before = await reportOutcome({ ctx, input: first });
    await save("cost_optimized", 1);
    await loadRuntime();
    expect(await reportOutcome({ ctx, input: second })).toMatchObject({ cost_usd: before.cost_usd });
    expect((await reportOutcome({ ctx, input: await input() })).cost_usd).toBeLessThan(before.cost_usd!);
    expect(await reportOutcome({ ctx, input: first })).toEqual({ ...before, repeated: true });
  });

  it("refuses a key that is bound to another agent", async () => {
    await makeFleet(systemContext(), "bound", { solo: {} });
    const { decision_id: decisionId } = await route("bound");
    const ctx = keyContext("bound", "somebody_else");
    await expect(reportOutcome({ ctx, input: { decisionId, ...SUCCESS } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("leases", () => {
  it("expire unless renewed, and give the slot back once", async () => {
    const clock = manualClock(Date.parse("2026-01-05T10:00:00Z"));
    const ctx = keyContext("leases", null, clock);
    const system = systemContext(clock);
    await makeFleet(system, "leases", { solo: { concurrency_limit: 1 } });
    const input = { fleetName: "leases", request: { task } };
    const { decision_id: decisionId } = await routeTask({ ctx, input });
    clock.advance(299_000);
    await renewAssignment({ ctx, input: { decisionId } });
    clock.advance(299_000);
    expect(await expireAssignments({ ctx: system })).toBe(0);
    clock.advance(2_000);
    const ended = await Promise.all([expireAssignments({ ctx: system }), expireAssignments({ ctx: system })]);
    expect(ended[0] + ended[1]).toBe(1);
    await expect(renewAssignment({ ctx, input: { decisionId } })).rejects.toMatchObject({ code: "conflict" });
    expect((await routeTask({ ctx, input })).verdict).toBe("assigned");
    expect(await reportOutcome({ ctx, input: { decisionId, ...SUCCESS } })).toMatchObject({ late: true });
    expect(await reportOutcome({ ctx, input: { decisionId, ...SUCCESS } })).toMatchObject({
      late: true,
      repeated: true,
    });
    const load = await db().agentLoad.findFirst({ where: { agent: { fleetName: "leases" } } });
    expect(load?.activeLeases).toBe(1);
  });
});
