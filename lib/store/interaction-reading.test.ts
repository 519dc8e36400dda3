import { beforeAll, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { loadRuntime } from "#lib/runtime/listener.ts";
import { recordInteractions } from "#lib/services/interactions/record-interactions.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { readTeamRuns, type StoredTeamRun } from "./interaction-reading.ts";

const START_MS = Date.parse("2035-05-04T10:00:00Z");
const clock = manualClock(START_MS);
const FLEET = "reading";
const WIDE = { concurrency_limit: 10 };
const ctx = keyContext(FLEET, null, clock);

beforeAll(async () => {
  await startedRuntime();
  await makeFleet(systemContext(), FLEET, { ada: WIDE, bob: WIDE, cy: WIDE });
  await loadRuntime();
});

async function route(agent: string, parent: string | null): Promise<string> {
  clock.advance(1000);
  const task = { type: "research", description: `for ${agent}`, constraints: { agents: [agent] } };
  const {
    decision_id,
    reason,
    agent: taken,
  } = await routeTask({
    ctx,
    input: { fleetName: FLEET, request: { task, parent_decision_id: parent } },
  });
  expect(taken, reason).toBe(agent);
  return decision_id;
}

async function end(decisionId: string, success: boolean): Promise<void> {
  clock.advance(1000);
  await reportOutcome({ ctx, input: { decisionId, success } });
}

async function runs(fromMs = START_MS): Promise<StoredTeamRun[]> {
  const read: StoredTeamRun[] = [];
  await readTeamRuns({ fleetName: FLEET, fromMs, untilMs: clock.nowMs() + 1 }, (run) => void read.push(run));
  return read;
}

const told = (run: StoredTeamRun | undefined) => run?.interactions.map(({ kind, from, to }) => `${kind} ${from} ${to}`);

it("makes hand-offs of decisions with parents, one of which was also reported, and counts it once", async () => {
  await route("cy", null);
  const first = await route("ada", null);
  const second = await route("bob", first);
  await end(second, false);
  const third = await route("cy", second);
  await end(third, true);
  const derived = await runs();
  expect(derived).toHaveLength(1);
  expect(derived[0]).toMatchObject({
    id: first,
    taskType: "research",
    taskText: "for ada",
    succeeded: true,
    fault: null,
  });
  const whole = ["handoff ada bob", "result bob bob", "handoff bob cy", "result cy cy"];
  expect(told(derived[0])).toEqual(whole);
  await recordInteractions({
    ctx,
    input: {
      fleetName: FLEET,
      batch: {
        interactions: [
          { id: "1", run_id: "mine", from: "ada", to: "bob", parent_decision_id: first, chars: 50 },
          { id: "2", run_id: "mine", from: "bob", to: "cy", decision_id: third, tokens: 7 },
        ],
      },
    },
  });
  const both = await runs();
  expect(both.map(({ id }) => id)).toEqual(["mine"]);
  expect(both[0]).toMatchObject({ taskType: "research", taskText: "for ada", succeeded: true });
  expect(told(both[0])?.toSorted()).toEqual(whole.toSorted());
});

it("reads a run in the order of its steps, and another in that of its time, with how each ended", async () => {
  const from = clock.nowMs() + 1;
  clock.advance(60_000);
  const at = (seconds: number) => new Date(clock.nowMs() - 50_000 + seconds * 1000).toISOString();
  const batch = {
    interactions: [
      { id: "s2", run_id: "stepped", from: "bob", to: "ada", step: 2, at: at(1), kind: "message" },
      { id: "s1", run_id: "stepped", from: "ada", to: "bob", step: 1, at: at(2), chars: 9 },
      { id: "t2", run_id: "timed", from: "bob", at: at(4), task_type: "writing", step: 1 },
      { id: "t1", run_id: "timed", from: "ada", to: "bob", at: at(3) },
    ],
    runs: [{ id: "stepped", succeeded: false, task_type: "coding" }],
  };
  await recordInteractions({ ctx, input: { fleetName: FLEET, batch } });
  const [stepped, timed] = await runs(from);
  expect(stepped).toMatchObject({ id: "stepped", taskType: "coding", succeeded: false, taskText: null });
  expect(stepped?.interactions.map(({ step, from, chars }) => [step, from, chars])).toEqual([
    [1, "ada", 9],
    [2, "bob", null],
  ]);
  expect(timed).toMatchObject({ id: "timed", taskType: "writing", succeeded: null });
  expect(timed?.interactions.map(({ step, from, to }) => [step, from, to])).toEqual([
    [0, "ada", "bob"],
    [1, "bob", null],
  ]);
});
