import { beforeAll, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { GoneKind } from "#lib/contracts/fallback.ts";
import { manualClock } from "#lib/core/clock.ts";
import { listDrills, readDrill } from "#lib/queries/fallback/drills.ts";
import { previewRoute } from "#lib/services/routing/preview-route.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { endDrill } from "./end-drill.ts";
import { startDrill } from "./start-drill.ts";
import { writeDrillCounts } from "./write-drill-counts.ts";

const FLEET = "rehearsal";
const ctx = systemContext();
const task = { type: "review", required_capabilities: [{ name: "fact_checking", min_level: 0.5 }] };

const start = (kind: GoneKind, thing: string, more: { hours?: number; ctx?: ServiceContext } = {}) => {
  const input = { fleetName: FLEET, kind, thing, hours: more.hours ?? 1, reason: "Fire drill" };
  return startDrill({ ctx: more.ctx ?? ctx, input });
};
const route = (more: Record<string, unknown> = {}) =>
  routeTask({ ctx: keyContext(FLEET), input: { fleetName: FLEET, request: { task, ...more } } });
const stateOf = async (id: string) =>
  (await listDrills({ ctx, input: { fleetName: FLEET } })).find((drill) => drill.id === id)?.running;
const simulate = (drill?: string) => route({ simulate: true, ...(drill !== undefined && { drill }) });

/** Two critics who could stand in for each other, a lawyer for whom nobody can, and a writer. */
beforeAll(async () => {
  await startedRuntime();
  const critic = { role: "critic", concurrency_limit: 500, capabilities: [{ name: "fact_checking", level: 0.9 }] };
  await makeFleet(ctx, FLEET, {
    critic_001: { ...critic, configuration: "openai/cost_optimized" },
    critic_002: { ...critic, configuration: "anthropic/high_quality" },
    lawyer: { role: "lawyer", concurrency_limit: 50, capabilities: [{ name: "legal_research", level: 0.9 }] },
    writer: { role: "writer", capabilities: [], configuration: "openai/general_purpose" },
  });
});

describe("a drill", () => {
  it("never touches real traffic: it goes on to the only agent that can, while the drill's simulations find nobody", async () => {
    const legal = { task: { type: "law", required_capabilities: ["legal_research"] } };
    const { id } = await start("agent", "lawyer");
    expect(await route({ ...legal, simulate: true, drill: id })).toMatchObject({ verdict: "nobody_fits", agent: null });
    const written = await db().decision.count();
    for (const answer of await Promise.all(Array.from({ length: 5 }, () => route(legal)))) {
      expect(answer).toMatchObject({ agent: "lawyer", simulated: false });
      expect(answer).not.toHaveProperty("drill");
      expect(answer.reason).not.toContain("drill");
    }
    expect(await db().decision.count()).toBe(written + 5);
    await expect(route({ ...legal, drill: id })).rejects.toMatchObject({
      ...{ code: "invalid_input", details: [{ path: "drill" }] },
    });
    expect(await db().decision.count()).toBe(written + 5);
    // Nor other simulated requests than those that name it.
    expect(await route({ ...legal, simulate: true })).toMatchObject({ agent: "lawyer" });
  });

  it("routes simulated requests that name it around what is gone, and marks them", async () => {
    const usual = (await simulate()).agent;
    const { id, until } = await start("agent", usual ?? "");
    const answer = await simulate(id);
    expect(answer.agent).toBe(usual === "critic_001" ? "critic_002" : "critic_001");
    expect(answer.drill).toEqual({ id, kind: "agent", thing: usual, ends_at: until, without_drill: usual });
    expect(answer.reason).toContain(`In a drill ${usual} is taken for gone.`);
    const input = { fleetName: FLEET, request: { task, drill: id } };
    const { candidates } = await previewRoute({ ctx, input });
    const gone = candidates.find(({ agentName }) => agentName === usual);
    expect(gone?.refusals).toEqual([{ filter: "status", sentence: "Is taken for gone." }]);
  });

  it("leaves agents of a configuration or a provider out, too", async () => {
    const provider = await start("provider", "openai");
    expect((await simulate(provider.id)).agent).toBe("critic_002");
    const configuration = await start("configuration", "anthropic/high_quality");
    expect((await simulate(configuration.id)).agent).toBe("critic_001");
  });

  it("reports what simulated traffic did, and keeps the report", async () => {
    const usual = (await simulate()).agent ?? "";
    const other = usual === "critic_001" ? "critic_002" : "critic_001";
    const { id } = await start("agent", usual);
    const only = { constraints: { agents: [usual] } };
    await Promise.all([simulate(id), simulate(id), simulate(id)]);
    await route({ simulate: true, drill: id, task: { ...task, ...only } });
    await writeDrillCounts({ ctx });
    await simulate(id);
    await writeDrillCounts({ ctx });
    expect(await writeDrillCounts({ ctx })).toBe(0);
    await endDrill({ ctx, input: { id } });
    const report = await readDrill({ ctx, input: { id } });
    expect(report).toMatchObject({ requests: 5, moved: 4, lost: 1, running: false, endedBy: "Test" });
    expect(report.verdict).toMatch(
      new RegExp(`^Of 5 simulated requests 1 found nobody, 4 went to somebody else, mostly ${other}`),
    );
    expect(report.tallies[0]).toMatchObject({ withoutDrill: usual, inDrill: other, requests: 4 });
    expect(report.tallies).toContainEqual(expect.objectContaining({ inDrill: null, requests: 1, success: null }));
  });

  it("ends by hand, once", async () => {
    const { id } = await start("agent", "critic_001");
    expect(await stateOf(id)).toBe(true);
    await endDrill({ ctx, input: { id } });
    await expect(simulate(id)).rejects.toMatchObject({ code: "not_found" });
    await expect(endDrill({ ctx, input: { id } })).rejects.toMatchObject({ code: "conflict" });
    expect(await stateOf(id)).toBe(false);
    const verbs = await db().auditEntry.findMany({ where: { entityId: id }, orderBy: { id: "asc" } });
    expect(verbs.map(({ verb }) => verb)).toEqual(["drill.start", "drill.end"]);
  });

  it("ends by its time, a day at most", async () => {
    const clock = manualClock(Date.now());
    const { id } = await start("agent", "critic_001", { hours: 24, ctx: systemContext(clock) });
    const at = keyContext(FLEET, null, clock);
    const request = { fleetName: FLEET, request: { task, simulate: true, drill: id } };
    clock.advance(24 * 3_600_000 - 1);
    expect((await routeTask({ ctx: at, input: request })).drill?.id).toBe(id);
    clock.advance(1);
    await expect(routeTask({ ctx: at, input: request })).rejects.toMatchObject({ code: "not_found" });
    await expect(start("agent", "critic_001", { hours: 25 })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("is of what there is, and of one fleet", async () => {
    await expect(start("agent", "ghost")).rejects.toMatchObject({ code: "not_found" });
    await makeFleet(ctx, "elsewhere", { solo: {} });
    const { id } = await start("agent", "critic_001");
    const input = { fleetName: "elsewhere", request: { task, simulate: true, drill: id } };
    await expect(routeTask({ ctx: keyContext("elsewhere"), input })).rejects.toMatchObject({ code: "not_found" });
  });
});
