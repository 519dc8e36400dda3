import { beforeAll, describe, expect, it } from "vitest";
import type { PutAgent } from "#lib/contracts/agent.ts";
import type { GoneKind } from "#lib/contracts/fallback.ts";
import { seededRandom } from "#lib/core/random.ts";
import { configurationByRef } from "#lib/runtime/configurations.ts";
import { endpointOf, noteEndpointFailure } from "#lib/runtime/endpoints.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { putAgent } from "#lib/services/fleet/put-agent.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { readAbsence } from "./absence.ts";
import { readFallbackRisks } from "./risks.ts";

const ctx = systemContext();
const FLEET = "newsroom";
const agent = (changes: Partial<PutAgent> = {}) => ({
  ...{ role: "critic", concurrency_limit: 50, configuration: "anthropic/critic", ...changes },
  capabilities: changes.capabilities ?? [{ name: "fact_checking", level: 0.9 }],
});
const without = (kind: GoneKind, thing: string, fleetName = FLEET) =>
  readAbsence({ ctx, input: { fleetName, kind, thing } });

/** 12 reviews that a second critic could do as well, and 4 pieces of legal work that nobody else can. */
beforeAll(async () => {
  await startedRuntime();
  const skills = [
    { name: "fact_checking", level: 0.9 },
    { name: "legal_analysis", level: 0.9 },
  ];
  await makeFleet(ctx, FLEET, { critic_001: agent({ capabilities: skills }) });
  const route = (type: string, capability: string) => {
    const request = { task: { type, required_capabilities: [capability] } };
    return routeTask({ ctx: keyContext(FLEET), input: { fleetName: FLEET, request } });
  };
  for (let i = 0; i < 12; i++) await route("review", "fact_checking");
  for (let i = 0; i < 4; i++) await route("law", "legal_analysis");
  await putAgent({
    ctx,
    input: { fleetName: FLEET, name: "critic_002", ...agent({ configuration: "openai/critic" }) },
  });
});

describe("if an agent goes away now", () => {
  it("says who takes over and what nobody can, by type and reason", async () => {
    const view = await without("agent", "critic_001");
    expect(view).toMatchObject({ level: "partly", takeovers: [] });
    expect(view.placement).toMatchObject({ tasks: 16, sampled: 16, unplacedTasks: 4, capped: false });
    expect(view.placement?.unplaced).toEqual([{ taskType: "law", refusedBy: "capability", tasks: 4 }]);
    expect(view.placement?.successors).toMatchObject([{ agent: "critic_002", share: 0.75, tasks: 12, waitMs: null }]);
    expect(view.placement?.waitMs).toBeNull();
    expect(view.verdict).toMatch(/^If critic_001 goes, 25% of its tasks \(4 in 7 days\) find nobody, mostly law/);
  });

  it("gives the same answer again, and changes nothing", async () => {
    const before = await db().decision.count();
    const loads = fleetRuntime(FLEET)?.router.agents.map(({ activeLeases }) => activeLeases);
    expect(await without("agent", "critic_001")).toEqual(await without("agent", "critic_001"));
    expect(await db().decision.count()).toBe(before);
    expect(fleetRuntime(FLEET)?.router.agents.map(({ activeLeases }) => activeLeases)).toEqual(loads);
  });

  it("has nothing to move of an agent that did nothing", async () => {
    const view = await without("agent", "critic_002");
    expect(view).toMatchObject({ level: "unused", placement: { tasks: 0, successors: [] } });
    await expect(without("agent", "ghost")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("if a configuration or a provider goes away now", () => {
  it("says which one answers its calls, and where its agents' tasks go", async () => {
    const view = await without("configuration", "anthropic/critic");
    const [takeover] = view.takeovers;
    expect(takeover).toMatchObject({
      ref: "anthropic/critic",
      agents: [{ fleetName: FLEET, agent: "critic_001" }],
      takeover: { provider: expect.stringMatching(/openai|bedrock/) },
    });
    expect(view.placement?.successors).toMatchObject([{ agent: "critic_002" }]);
    expect(view.level).toBe("partly");
  });

  it("of a provider leaves all its configurations out, and goes on as before where it is all a fleet has", async () => {
    const all = await without("provider", "anthropic");
    expect(all.takeovers.every(({ takeover }) => takeover?.provider !== "anthropic")).toBe(true);
    await makeFleet(ctx, "alike", { one: agent(), two: agent() });
    const view = await without("provider", "anthropic", "alike");
    expect(view).toMatchObject({ routedAsBefore: true, placement: null });
    expect(view.verdict).toContain("the router goes on as before, and their calls fall back");
  });

  it("passes a fallback over while its breaker is open", async () => {
    const calm = (await without("configuration", "anthropic/critic")).takeovers[0]?.takeover;
    const nowMs = ctx.clock.nowMs();
    const { settings } = configurationByRef(calm?.ref ?? "")!;
    const failure = { kind: "overloaded", retryAfterMs: null } as const;
    for (let i = 0; i < 20; i++) noteEndpointFailure(endpointOf(settings), failure, nowMs, seededRandom(1));
    const [troubled] = (await without("configuration", "anthropic/critic")).takeovers;
    expect(troubled?.takeover?.ref).not.toBe(calm?.ref);
    expect(troubled?.passedOver).toContainEqual({ ref: calm?.ref, why: "cooling" });
  });
});

it("lists what the fleet cannot do without, worst first", async () => {
  const { rows } = await readFallbackRisks({ ctx, input: { fleetName: FLEET } });
  const levels = ["none", "partly", "strained", "covered", "unused"];
  expect(rows.map(({ level }) => levels.indexOf(level))).toEqual(rows.map(({ level }) => levels.indexOf(level)).sort());
  expect(rows).toContainEqual(
    expect.objectContaining({ kind: "agent", thing: "critic_001", level: "partly", unplacedTasks: 4 }),
  );
  expect(rows).toContainEqual(expect.objectContaining({ kind: "agent", thing: "critic_002", level: "unused" }));
  expect(rows.some(({ kind, thing }) => kind === "provider" && thing === "anthropic")).toBe(true);
});
