import { beforeAll, describe, expect, it } from "vitest";
import { listReplayFlips, listReplays, readReplay, readReplayFlip } from "#lib/queries/replays.ts";
import { reportOutcome } from "#lib/services/routing/report-outcome.ts";
import { routeTask } from "#lib/services/routing/route-task.ts";
import { db } from "#lib/store/client.ts";
import { insertReplay } from "#lib/store/replay.ts";
import { keyContext, makeFleet, startedRuntime, systemContext } from "#test/fleet.ts";
import { predictorBytes, promote, saveVersion } from "#test/predictors.ts";
import { awaitReplay } from "./await-replay.ts";
import { giveUpReplays } from "./give-up-replays.ts";
import { startReplay } from "./start-replay.ts";

const ctx = systemContext();
const FLEET = "replayed";
const TYPES = ["research", "analysis"];
const DECISIONS = 60;

/** Routes and reports; every tenth fails, as v1 foretells of ada. */
async function work(count: number): Promise<string[]> {
  const key = keyContext(FLEET);
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const task = { type: TYPES[i % 2]!, description: `task ${i}` };
    const { decision_id: decisionId } = await routeTask({ ctx: key, input: { fleetName: FLEET, request: { task } } });
    ids.push(decisionId);
    const outcome = { success: i % 10 !== 0, duration_ms: 1000 + i, usage: { input_tokens: 900, output_tokens: 300 } };
    await reportOutcome({ ctx: key, input: { decisionId, ...outcome } });
  }
  return ids;
}

async function replay(version: number, more: Record<string, unknown> = {}) {
  const started = await startReplay({ ctx, input: { name: FLEET, version, ...more } });
  expect(started).toMatchObject({ state: "running", report: null, version });
  return awaitReplay({ ctx, input: { id: started.id } });
}

let ids: string[] = [];
beforeAll(async () => {
  await startedRuntime();
  await makeFleet(ctx, FLEET, {
    ada: { concurrency_limit: 3 },
    bob: { concurrency_limit: 3, configuration: "anthropic/fast_completion" },
    cy: { concurrency_limit: 3, configuration: "openai/general_purpose" },
  });
  // Made before any version was in production: they must be replayable, too.
  ids = await work(6);
  await saveVersion(ctx, FLEET, predictorBytes({ ada: 0.9, bob: 0.6, cy: 0.5 }, TYPES));
  await promote(ctx, FLEET, 1, null);
  ids.push(...(await work(DECISIONS - 6)));
  await saveVersion(ctx, FLEET, predictorBytes({ ada: 0.5, bob: 0.95, cy: 0.5 }, TYPES));
}, 60_000);

describe("a replay", () => {
  it("with the version that decided comes to the same choices", async () => {
    const { at } = await db().decision.findUniqueOrThrow({ where: { id: ids[6]! } });
    const { report, state, against } = await replay(1, { windowFrom: at.toISOString() });
    expect(state).toBe("succeeded");
    expect(against).toBe(1);
    expect(report).toMatchObject({ decisions: DECISIONS - 6, flips: 0, skipped: [], verdict: "not_distinguishable" });
    expect(report?.rewards.map(({ reward, n }) => `${reward} ${n}`)).toEqual([
      `success ${DECISIONS - 6}`,
      `cost_usd ${DECISIONS - 6}`,
      `duration_ms ${DECISIONS - 6}`,
    ]);
  });

  it("with another version lists every decision that would have gone elsewhere, newest first, page by page", async () => {
    const { id, report } = await replay(2);
    expect(await readReplay({ ctx, input: { id } })).toMatchObject({ progress: 1, report });
    expect(report?.decisions).toBe(DECISIONS);
    expect(report?.flips).toBeGreaterThanOrEqual(DECISIONS - 6);
    expect(report?.summary).toContain("v2 would have chosen another agent in");
    expect(report?.shares.find(({ agent }) => agent === "bob")).toMatchObject({ candidate: 1 });
    const first = await listReplayFlips({ ctx, input: { replayId: id, limit: 40 } });
    const second = await listReplayFlips({ ctx, input: { replayId: id, limit: 40, cursor: first.nextCursor } });
    const flips = [...first.rows, ...second.rows];
    expect(flips).toHaveLength(report?.flips ?? -1);
    // Without a version some of the first went to bob already: their outcomes decided.
    const flipped = flips.map(({ decisionId }) => decisionId);
    expect(flipped.slice(0, DECISIONS - 6)).toEqual(ids.slice(6).reverse());
    expect(flipped).toEqual(ids.filter((id) => flipped.includes(id)).reverse());
    expect(flips[0]).toMatchObject({ from: { agentName: "ada" }, to: { agentName: "bob" } });
    expect(flips[0]?.outcome?.success).toBe((DECISIONS - 7) % 10 !== 0);
    expect(flips[0]?.to.successProbability).toBeGreaterThan(flips[0]?.from.successProbability ?? 1);
  });

  it("does not praise a version that was never tried by chance", async () => {
    const { report } = await replay(2);
    expect(report?.verdict).not.toBe("better");
    expect(report?.rewards[0]?.estimates.map(({ estimator }) => estimator)).toEqual(["dr"]);
  });

  it("shows one flip with both tables", async () => {
    const { rows } = await listReplays({ ctx, input: { name: FLEET, version: 2 } });
    const replayId = rows[0]!.id;
    const view = await readReplayFlip({ ctx, input: { replayId, decisionId: ids.at(-1)! } });
    expect(view.before[0]).toMatchObject({ agentName: "ada", toWin: null });
    expect(view.after[0]).toMatchObject({ agentName: "bob", toWin: null });
    expect(view.after.map(({ agentName }) => agentName).sort()).toEqual(["ada", "bob", "cy"]);
  });

  it("looks at the newest decisions alone when there are more than asked for", async () => {
    const { report } = await replay(2, { maxDecisions: 10 });
    expect(report?.decisions).toBe(10);
  });

  it("refuses versions that do not exist and windows that end before they begin", async () => {
    const start = (input: unknown) => startReplay({ ctx, input });
    await expect(start({ name: FLEET, version: 9 })).rejects.toMatchObject({ code: "not_found" });
    const window = { windowFrom: "2026-02-01T00:00:00Z", windowTo: "2026-01-01T00:00:00Z" };
    await expect(start({ name: FLEET, version: 1, ...window })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("says what went wrong when the artifact is damaged", async () => {
    const version = await saveVersion(ctx, FLEET, predictorBytes({ ada: 0.2, bob: 0.3 }, TYPES));
    await db().$executeRaw`
      update model_artifact set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where sha256 =
        (select artifact_sha256 from model_version where name = ${FLEET} and version = ${version})`;
    const { state, error, report } = await replay(version);
    expect({ state, report }).toEqual({ state: "failed", report: null });
    expect(error).toMatch(/v\d+ cannot be opened. The artifact is refused: its SHA-256 is/);
    await expect(readReplay({ ctx, input: { id: "rpl_none" } })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a replay of a process that has died", () => {
  /** As a process leaves it that is killed while it works. */
  async function leftBehind(id: string, silentSeconds: number) {
    const [windowFrom, windowTo] = [new Date(0), new Date(1)];
    const of = { name: FLEET, kind: "performance_predictor", version: 1, against: null, windowFrom, windowTo } as const;
    await insertReplay(db(), { ...of, id, replicaId: "rep_gone", authorName: "ada", atMs: Date.now() });
    await db().$executeRaw`
      update replay set heartbeat_at = now() - make_interval(secs => ${silentSeconds}) where id = ${id}`;
  }
  const GIVEN_UP = { state: "failed", error: "The process that worked on it has ended. Start it again." };

  it("is given up by the others once it was silent for ten seconds, not before", async () => {
    await leftBehind("rpl_dead", 11);
    await leftBehind("rpl_slow", 8);
    await giveUpReplays({ ctx });
    expect(await db().replay.findUnique({ where: { id: "rpl_dead" } })).toMatchObject(GIVEN_UP);
    expect(await db().replay.findUnique({ where: { id: "rpl_slow" } })).toMatchObject({ state: "running" });
  });

  it("is given up when somebody looks at it", async () => {
    await leftBehind("rpl_seen", 11);
    const seen = await readReplay({ ctx, input: { id: "rpl_seen" } });
    expect(seen).toMatchObject(GIVEN_UP);
    expect(seen.finishedAt).not.toBeNull();
  });

  it("is not one of a process that lives, though the database has not heard of it for a while", async () => {
    const { id } = await startReplay({ ctx, input: { name: FLEET, version: 2 } });
    await db().$executeRaw`update replay set heartbeat_at = now() - interval '1 minute' where id = ${id}`;
    await giveUpReplays({ ctx });
    expect(await awaitReplay({ ctx, input: { id } })).toMatchObject({ state: "succeeded", error: null });
  });
});
