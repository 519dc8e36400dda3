import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { Observation } from "#lib/contracts/prediction.ts";
import { manualClock } from "#lib/core/clock.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { encodeArtifact } from "#lib/engines/registry/artifact.ts";
import { readEnv } from "#lib/env.ts";
import { readModel } from "#lib/queries/models.ts";
import { inProduction, refreshModels, reportReplica } from "#lib/runtime/models.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { loadRoutingModel } from "./load-routing-model.ts";
import { moveAlias } from "./move-alias.ts";
import { resumePromotion } from "./resume-promotion.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const ctx: ServiceContext = {
  actor: { kind: "user", id: "u1", name: "Ada", role: "operator" },
  requestId: "req_models",
  clock: manualClock(Date.parse("2026-05-04T10:00:00Z")),
};
const KIND = "performance_predictor";
const METADATA = {
  rows: 400,
  agents: 2,
  dataSha256: "0".repeat(64),
  windowFrom: null,
  windowTo: null,
  seed: 1,
  parameters: {},
};

let name = "";
let counter = 0;
beforeEach(() => {
  name = `fleet-${++counter}`;
});

/** A predictor that holds `favourite` for the better of two agents. */
function predictor(favourite: string): Uint8Array {
  const row = (agentName: string, score: number): Observation => ({
    agentName,
    taskType: "sums",
    source: null,
    text: "",
    score,
    atMs: null,
    costNanoUsd: null,
    latencyMs: 100,
    inputTokens: 10,
    outputTokens: 5,
  });
  const rows = ["left", "right"].flatMap((agent) =>
    Array.from({ length: 20 }, (_, i) => row(agent, agent === favourite ? 1 : i % 2)),
  );
  return AgentPerformancePredictor.fit([...rows, row(`seen-by-${name}`, 1)]).toArtifact();
}

const save = (model: Uint8Array, kind = KIND) =>
  saveRoutingModel({ ctx, input: { model, name, kind, metadata: METADATA, metrics: {}, note: "" } });

const move = (version: number, expectedVersion: number | null, reason = "better on last week") =>
  moveAlias({ ctx, input: { name, kind: KIND, version, expectedVersion, reason } });

const read = () => readModel({ ctx, input: { name, kind: KIND } });

/** The agent the serving model holds for the better one. */
function favourite(): string | null {
  const columns = inProduction(name, "performance_predictor")?.model.predictColumns(["left", "right"], {
    type: "sums",
    text: "",
    source: null,
  });
  if (!columns) return null;
  const [left = 0, right = 0] = columns.successProbability;
  return left > right ? "left" : "right";
}

const damage = (sha256: string) => db().$executeRaw`
  update model_artifact set bytes = set_byte(bytes, 100, 255 - get_byte(bytes, 100)) where sha256 = ${sha256}`;

const cacheFile = (sha256: string) => path.join(readEnv().MODELS_DIR, `${sha256}.safetensors`);

async function damageCache(sha256: string): Promise<void> {
  const bytes = await readFile(cacheFile(sha256));
  bytes[100] = 255 - (bytes[100] ?? 0);
  await writeFile(cacheFile(sha256), bytes);
}

const problems = async () => (await listOpenProblems(db())).filter(({ entityId }) => entityId.startsWith(`${name}/`));

describe("saving", () => {
  it("numbers versions and keeps the bytes in the database and beside the process", async () => {
    const bytes = predictor("left");
    const first = await save(bytes);
    const second = await save(predictor("right"));
    expect([first.version, second.version]).toEqual([1, 2]);
    const loaded = await loadRoutingModel({ ctx, input: { name, kind: KIND, version: 1 } });
    expect(Buffer.from(loaded.bytes).equals(Buffer.from(bytes))).toBe(true);
    expect(Buffer.from(bytes).equals(await readFile(cacheFile(first.artifactSha256)))).toBe(true);
    expect((await readdir(readEnv().MODELS_DIR)).filter((file) => file.endsWith(".part"))).toEqual([]);
  });

  it("gives two versions that are saved at once two numbers", async () => {
    const saved = await Promise.all([save(predictor("left")), save(predictor("right")), save(predictor("left"))]);
    expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
  });

  it("refuses what is no good artifact before it is written", async () => {
    const good = predictor("left");
    const flipped = good.slice();
    flipped[good.length - 3] = 255 - (good[good.length - 3] ?? 0);
    const otherKind = encodeArtifact({ kind: "workload", header: {}, tensors: {} });
    for (const bytes of [new Uint8Array(), good.subarray(0, 50), flipped, otherKind]) {
      await expect(save(bytes)).rejects.toMatchObject({ code: "invalid_input" });
    }
    await expect(save(new Uint8Array(64 * 1024 * 1024 + 1))).rejects.toMatchObject({ code: "too_large" });
    expect(await db().registeredModel.count({ where: { name } })).toBe(0);
  });

  it("lets nobody change a version or rewrite the history of moves", async () => {
    await save(predictor("left"));
    await move(1, null);
    await expect(db().modelVersion.updateMany({ where: { name }, data: { note: "prettier" } })).rejects.toThrow();
    await expect(db().modelAliasMove.updateMany({ where: { name }, data: { reason: "other" } })).rejects.toThrow();
  });
});

describe("promoting and rolling back", () => {
  it("serves the promoted version at once, and the old one again after a roll-back", async () => {
    await save(predictor("left"));
    await save(predictor("right"));
    await move(1, null);
    expect([inProduction(name, "performance_predictor")?.version, favourite()]).toEqual([1, "left"]);
    await move(2, 1);
    expect([inProduction(name, "performance_predictor")?.version, favourite()]).toEqual([2, "right"]);
    expect(await move(1, 2, "success fell")).toMatchObject({ verb: "rollback", pinned: true });
    expect([inProduction(name, "performance_predictor")?.version, favourite()]).toEqual([1, "left"]);
  });

  it("keeps every move with its reason, and pins after a roll-back until somebody resumes", async () => {
    await save(predictor("left"));
    await save(predictor("right"));
    await move(1, null, "first");
    await move(2, 1, "second");
    expect((await read()).rollbackTo).toBe(1);
    await move(1, 2, "back");
    const view = await read();
    expect(view).toMatchObject({ production: 1, pinned: true, rollbackTo: null });
    expect(
      view.moves.map(({ fromVersion, toVersion, verb, reason }) => [fromVersion, toVersion, verb, reason]),
    ).toEqual([
      [2, 1, "rollback", "back"],
      [1, 2, "promote", "second"],
      [null, 1, "promote", "first"],
    ]);
    await resumePromotion({ ctx, input: { name, kind: KIND, reason: "cause found" } });
    expect((await read()).pinned).toBe(false);
    await expect(resumePromotion({ ctx, input: { name, kind: KIND, reason: "again" } })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("lets one of two promotions at once win; the other is a conflict", async () => {
    await save(predictor("left"));
    await save(predictor("right"));
    await save(predictor("left"));
    await move(1, null);
    const results = await Promise.allSettled([move(2, 1), move(3, 1)]);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({ code: "conflict" });
    const view = await read();
    expect(view.moves).toHaveLength(2);
    expect(inProduction(name, "performance_predictor")?.version).toBe(view.production);
  });

  it.each([
    [{ version: 2, expectedVersion: null }, "conflict"],
    [{ version: 1, expectedVersion: 1 }, "invalid_input"],
    [{ version: 9, expectedVersion: 1 }, "not_found"],
    [{ version: 2, expectedVersion: 1, reason: "  " }, "invalid_input"],
  ])("refuses %j as %s and writes nothing", async (input, code) => {
    await save(predictor("left"));
    await save(predictor("right"));
    await move(1, null);
    const audits = await db().auditEntry.count();
    await expect(moveAlias({ ctx, input: { name, kind: KIND, reason: "better", ...input } })).rejects.toMatchObject({
      code,
    });
    expect(await read()).toMatchObject({ production: 1, moves: [{ toVersion: 1 }] });
    expect(await db().auditEntry.count()).toBe(audits);
  });

  it("writes an audit entry with the move", async () => {
    await save(predictor("left"));
    await move(1, null, "first of all");
    const entry = await db().auditEntry.findFirstOrThrow({ where: { verb: "model.promote" }, orderBy: { id: "desc" } });
    expect(entry).toMatchObject({
      actorName: "Ada",
      entityId: `${name}/${KIND}`,
      after: { alias: "production", version: 1, reason: "first of all" },
    });
  });

  it("tells a move of staging from a promotion in the audit list", async () => {
    await save(predictor("left"));
    const input = { name, kind: KIND, alias: "staging", version: 1, expectedVersion: null, reason: "try it" };
    expect(await moveAlias({ ctx, input })).toMatchObject({ verb: "promote" });
    const entry = await db().auditEntry.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(entry).toMatchObject({ verb: "model.stage", after: { alias: "staging", version: 1 } });
  });
});

describe("a damaged artifact", () => {
  it("is not promoted: the old version keeps serving, and a problem says why", async () => {
    await save(predictor("left"));
    const bad = await save(predictor("right"));
    await move(1, null);
    await damage(bad.artifactSha256);
    await expect(move(2, 1)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("SHA-256"),
    });
    expect(await read()).toMatchObject({ production: 1 });
    expect([inProduction(name, "performance_predictor")?.version, favourite()]).toEqual([1, "left"]);
    expect(await problems()).toMatchObject([{ code: "promotion_refused", message: expect.stringContaining("v2") }]);
    await save(predictor("right"));
    await move(2, 1);
    expect(favourite()).toBe("right");
    expect(await problems()).toEqual([]);
  });

  it("in production is served from this machine's verified copy, with a problem until it is whole again", async () => {
    const saved = await save(predictor("left"));
    await damage(saved.artifactSha256);
    await pointProductionAt(1);
    await refreshModels();
    expect(favourite()).toBe("left");
    expect(await problems()).toMatchObject([{ message: expect.stringContaining("verified copy") }]);
    await damage(saved.artifactSha256);
    await refreshModels();
    expect(await problems()).toEqual([]);
  });

  it("in production and in the copy leaves the last good version serving", async () => {
    await save(predictor("left"));
    const bad = await save(predictor("right"));
    await move(1, null);
    await damage(bad.artifactSha256);
    await damageCache(bad.artifactSha256);
    await pointProductionAt(2);
    await refreshModels();
    expect([inProduction(name, "performance_predictor")?.version, favourite()]).toEqual([1, "left"]);
    expect(await problems()).toMatchObject([{ message: expect.stringContaining("v1 keeps serving") }]);
    await pointProductionAt(1);
    await refreshModels();
    expect(await problems()).toEqual([]);
    await pointProductionAt(2);
    await expect(loadRoutingModel({ ctx, input: { name, kind: KIND } })).rejects.toMatchObject({ code: "unavailable" });
  });

  it("that is gone from everywhere serves nothing and says so", async () => {
    const saved = await save(predictor("left"));
    await rm(cacheFile(saved.artifactSha256));
    await damage(saved.artifactSha256);
    await pointProductionAt(1);
    await refreshModels();
    expect(inProduction(name, "performance_predictor")).toBeNull();
    expect(await problems()).toMatchObject([{ message: expect.stringContaining("nothing serves") }]);
  });

  /** What another process, or a restore from a backup, may have done. */
  async function pointProductionAt(version: number): Promise<void> {
    const row = { name, kind: KIND, alias: "production", version, updatedAt: new Date() };
    await db().modelAlias.upsert({
      where: { name_kind_alias: { name, kind: KIND, alias: "production" } },
      create: row,
      update: row,
    });
  }
});

it("shows which processes serve which version", async () => {
  await save(predictor("left"));
  await move(1, null);
  await reportReplica();
  expect((await read()).replicas).toMatchObject([{ version: 1 }]);
});

it("keeps the same object for the same version, so that nobody swaps without a cause", async () => {
  await save(predictor("left"));
  await move(1, null);
  const before = inProduction(name, "performance_predictor");
  await refreshModels();
  expect(inProduction(name, "performance_predictor")).toBe(before);
});
