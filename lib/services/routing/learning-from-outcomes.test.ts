import { beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#lib/core/clock.ts";
import { readDecision } from "#lib/queries/decisions.ts";
import { refreshEvidence } from "#lib/runtime/evidence-feed.ts";
import { exploredNanoUsd, noteExplored, refreshExploration } from "#lib/runtime/exploration.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { EvidenceByVersion } from "#lib/runtime/fleet-evidence.ts";
import { db } from "#lib/store/client.ts";
import { sumExplored } from "#lib/store/recent-outcome.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { predictorBytes, promote, saveVersion } from "#test/predictors.ts";
import { reportOutcome } from "./report-outcome.ts";
import { routeTask } from "./route-task.ts";

const DAY_MS = 86_400_000;
const SLOTS = { concurrency_limit: 5000 };

function route(fleetName: string, priority = "normal") {
  const request = { task: { type: "research", description: "Find sources on tidal power", priority } };
  return routeTask({ ctx: keyContext(fleetName), input: { fleetName, request } });
}

async function routeAndReport(fleetName: string, success: (agent: string) => boolean) {
  const answer = await route(fleetName);
  const input = { decisionId: answer.decision_id, success: success(answer.agent ?? "") };
  await reportOutcome({ ctx: keyContext(fleetName), input });
  return answer;
}

async function fleetWithPredictor(name: string, rates: Record<string, number>, strangers: string[] = []) {
  const ctx = systemContext();
  const names = [...Object.keys(rates), ...strangers];
  await makeFleet(ctx, name, Object.fromEntries(names.map((agent) => [agent, SLOTS])));
  await promote(ctx, name, await saveVersion(ctx, name, predictorBytes(rates)), null);
  await startedRuntime();
}

const evidenceOf = (name: string) => {
  const fleet = fleetRuntime(name);
  return fleet?.evidence.of(fleet.predictor?.version ?? null).live;
};

/** As a process that has just started sees the fleet. */
async function inAnotherProcess(name: string): Promise<void> {
  const fleet = fleetRuntime(name);
  if (!fleet) throw new Error(`there is no fleet ${name}`);
  fleet.evidence = new EvidenceByVersion(name);
  evidenceOf(name);
  await refreshEvidence();
}

beforeAll(() => startedRuntime());

describe("an agent that fails today", () => {
  it("loses its work within 25 tasks, and the decision says what its outcomes did", async () => {
    await fleetWithPredictor("failing", { ada: 0.95, bob: 0.7 });
    const chosen: (string | null)[] = [];
    for (let task = 0; task < 30; task++) {
      chosen.push((await routeAndReport("failing", (agent) => agent === "bob")).agent);
    }
    expect(chosen.slice(0, 3)).toEqual(["ada", "ada", "ada"]);
    expect(chosen.slice(25)).toEqual(Array.from({ length: 5 }, () => "bob"));
    const last = await route("failing");
    const { candidates, provenance } = await readDecision({ ctx: systemContext(), input: { id: last.decision_id } });
    const ada = candidates.find(({ agentName }) => agentName === "ada");
    expect(ada?.live?.recentFailed).toBe(ada?.live?.recentOutcomes);
    expect(provenance.live?.recentFailed).toBe(0);
  });

  it("has lost it in a process that starts later, too", async () => {
    await inAnotherProcess("failing");
    expect(evidenceOf("failing")?.correction("ada", "research")?.offsetLogit).toBeLessThan(-1);
    expect((await route("failing")).agent).toBe("bob");
  });

  it("counts each outcome once, however often it is read", async () => {
    await inAnotherProcess("failing");
    const before = evidenceOf("failing")?.correction("bob", "research")?.outcomes;
    await refreshEvidence();
    await refreshEvidence();
    expect(evidenceOf("failing")?.correction("bob", "research")?.outcomes).toBe(before);
  });

  it("begins anew with a new version, which was trained on its failures", async () => {
    await promote(
      systemContext(),
      "failing",
      await saveVersion(systemContext(), "failing", predictorBytes({ ada: 0.9, bob: 0.6 })),
      1,
    );
    await startedRuntime();
    expect((await route("failing")).agent).toBe("ada");
    expect(evidenceOf("failing")?.correction("ada", "research")).toBeNull();
  });
});

describe("a new agent", () => {
  it("gets its turns, and what they are expected to cost is summed by fleet and day", async () => {
    await fleetWithPredictor("trials", { ada: 0.95, bob: 0.9 }, ["newcomer"]);
    const answers = await Promise.all(Array.from({ length: 200 }, () => route("trials")));
    const tried = answers.filter(({ agent }) => agent === "newcomer");
    expect(tried.length).toBeGreaterThan(0);
    // At most a twentieth of the traffic, give or take luck.
    expect(tried.length).toBeLessThan(25);
    expect(tried[0]?.reason).toContain("newcomer is on trial");
    const stored = await sumExplored(db(), new Date(Math.floor(systemClock.nowMs() / DAY_MS) * DAY_MS));
    const spent = stored.find(({ fleetName }) => fleetName === "trials")?.nanoUsd ?? 0;
    expect(spent).toBeGreaterThan(0);
    expect(exploredNanoUsd("trials", systemClock.nowMs())).toBe(spent);
    const view = await readDecision({ ctx: systemContext(), input: { id: tried[0]?.decision_id ?? "" } });
    expect(view.provenance.exploration).toMatchObject({ outcome: "trial", greedyAgent: "ada", barred: null });
    expect(view.propensity).toBeCloseTo(0.05, 6);
  });

  it("gets none on a task of high priority, nor when the day's cap is reached", async () => {
    const high = await Promise.all(Array.from({ length: 60 }, () => route("trials", "high")));
    expect(high.every(({ agent }) => agent === "ada")).toBe(true);
    noteExplored("trials", systemClock.nowMs(), 6e9);
    const capped = await Promise.all(Array.from({ length: 60 }, () => route("trials")));
    expect(capped.every(({ agent }) => agent === "ada")).toBe(true);
    expect(capped[0]?.reason).toContain("Nothing is tried out: trying out has used $6.");
    noteExplored("trials", systemClock.nowMs(), -20e9);
    expect(exploredNanoUsd("trials", systemClock.nowMs())).toBe(0);
    await refreshExploration();
  });
});
