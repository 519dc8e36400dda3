import { describe, expect, it } from "vitest";
import type { FleetAgent } from "#lib/contracts/routing.ts";
import type { WorkloadForecaster } from "#lib/contracts/workload.ts";
import { decodeCandidates, encodeCandidates } from "./explain.ts";
import {
  agentFixture,
  inputsFixture,
  policyFixture,
  predictorFixture,
  routerFixture,
  taskFixture,
} from "./fleet-fixture.ts";
import { rescore } from "./rescore.ts";
import { parseCandidates, storedNames } from "./stored-candidates.ts";

const MINUTE_MS = 60_000;

/** So many tasks an hour come to each agent, and each takes a minute; agents that are not named are unknown. */
const workload = (tasksAnHour: Record<string, number>): WorkloadForecaster => ({
  ratesAt: (names) => ({
    tasksPerMs: Float64Array.from(names, (name) => (tasksAnHour[name] ?? Number.NaN) / 3_600_000),
    meanServiceMs: Float64Array.from(names, (name) => (name in tasksAnHour ? MINUTE_MS : Number.NaN)),
  }),
});

function routed(agents: FleetAgent[], forecaster: WorkloadForecaster | null) {
  const router = routerFixture(agents);
  router.setWorkload(forecaster);
  const result = router.route(taskFixture(), inputsFixture());
  const rows = decodeCandidates(encodeCandidates(result));
  const scores = rows.map(({ agentName, factors }) => [
    agentName,
    factors.find(({ factor }) => factor === "availability")?.score ?? null,
  ]);
  return { router, result, scores: Object.fromEntries(scores) as Record<string, number> };
}

const agent = (name: string, slots: number, taken = 0) =>
  agentFixture(name, { concurrencyLimit: slots, activeLeases: taken });

describe("availability by expected wait", () => {
  it("is 1 where the next task finds a free slot, and counts a task behind another by how long it waits", () => {
    const { scores, result } = routed([agent("ada", 8), agent("bob", 1)], workload({ ada: 0, bob: 0 }));
    // Bob's only slot: half of the time this task is still there, and then it is for another minute.
    expect(scores).toEqual({ ada: 1, bob: 0.6667 });
    expect(result.reason).toContain("Expected wait at ada: none for the task after this one.");
  });

  it("prefers who has few arrivals over who has many, at the same load", () => {
    const { scores, result } = routed([agent("ada", 2, 1), agent("bob", 2, 1)], workload({ ada: 110, bob: 20 }));
    expect(scores.bob).toBeGreaterThan(scores.ada ?? 1);
    expect(result.agents[result.chosen]?.name).toBe("bob");
    expect(result.reason).toMatch(/Expected wait at bob: \d+(\.\d)? s for the task after this one\./);
  });

  it("treats an agent nobody has sent work to yet as one without arrivals", () => {
    const { scores } = routed([agent("ada", 1), agent("new", 1)], workload({ ada: 0 }));
    expect(scores.new).toBe(scores.ada);
  });

  it("follows leases as they are taken and ended", () => {
    const { router } = routed([agent("ada", 2), agent("bob", 2)], workload({ ada: 30, bob: 30 }));
    router.adjustLeases("agt_ada", 1);
    expect(router.route(taskFixture(), inputsFixture()).chosen).toBe(1);
    router.adjustLeases("agt_ada", -1);
    router.adjustLeases("agt_bob", 1);
    expect(router.route(taskFixture(), inputsFixture()).chosen).toBe(0);
  });

  it("judges agents with thousands of slots by the last of them alone", () => {
    const { scores } = routed(
      [agent("ada", 10_000, 9_999), agent("bob", 10_000, 5_000)],
      workload({ ada: 600_000, bob: 0 }),
    );
    expect(scores.ada).toBeLessThan(1);
    expect(scores.bob).toBe(1);
  });

  it("is the share of free slots without a model, and where the model says nothing", () => {
    const agents = [agent("ada", 4), agent("bob", 4, 3)];
    expect(routed(agents, null).scores).toEqual({ ada: 1, bob: 0.25 });
    const old = routed(agents, { ratesAt: () => null });
    expect(old.scores).toEqual({ ada: 1, bob: 0.25 });
    expect(old.result.frame.waits).toBeNull();
    expect(old.result.reason).not.toContain("Expected wait");
    expect(routed(agents, workload({})).result.frame.waits).toBeNull();
  });

  it("stays in a stored decision, which its own version makes again", () => {
    const agents = [agent("ada", 2, 1), agent("bob", 2, 1), agent("cy", 1)];
    const { result } = routed(agents, workload({ ada: 110, bob: 20, cy: 5 }));
    const stored = parseCandidates(encodeCandidates(result));
    const columns = predictorFixture({}).predictColumns(storedNames(stored), {
      type: "research",
      text: "",
      source: null,
    });
    const says = { prediction: columns, lesson: null, failureCorrelation: null };
    const configurations = stored.configurations.map(() => agents[0]?.configuration ?? null);
    const again = rescore({ stored, decided: says, tried: says, policy: policyFixture(), configurations, seed: 7 });
    expect(again.chosen).toBe(result.chosen);
    expect([...again.ranking]).toEqual([...result.ranking]);
  });
});
