import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { seededRandom } from "#lib/core/random.ts";
import { readModel } from "#lib/queries/models.ts";
import { listTrainingRuns } from "#lib/queries/training.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { importHistory } from "#lib/services/history/import-history.ts";
import { evaluatePredictor } from "#lib/services/models/evaluate-predictor.ts";
import { db } from "#lib/store/client.ts";
import { findEvaluation } from "#lib/store/model-evaluation.ts";
import { systemContext } from "#test/fleet.ts";
import { longHistory } from "#test/long-history.ts";
import { trainVersion } from "./train-version.ts";

const ctx = systemContext();
const KIND = "performance_predictor";
let folder = "";

// Each training fits the model five times, texts and all.
vi.setConfig({ testTimeout: 120_000 });

/** Two agents, each good at one of two types: a type-aware choice wins, and no single agent does. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "signalbox-train-"));
  const random = seededRandom(3);
  const items: string[] = [];
  const outcomes = ["item_id,agent,success,cost_usd,latency_ms,tokens_in,tokens_out"];
  const split = { train: [] as string[], test: [] as string[] };
  for (let i = 0; i < 400; i++) {
    const type = i % 2 === 0 ? "sums" : "poems";
    items.push(JSON.stringify({ id: `t${i}`, type, text: `task ${i}` }));
    split[i % 10 < 7 ? "train" : "test"].push(`t${i}`);
    for (const agent of ["poet", "reckoner"]) {
      const able = (agent === "poet") === (type === "poems");
      const success = random() < (able ? 0.9 : 0.3) ? 1 : 0;
      outcomes.push(`t${i},${agent},${success},0.00${1 + (i % 9)},${900 + i},${20 + (i % 7)},${10 + (i % 5)}`);
    }
  }
  await writeFile(path.join(folder, "items.jsonl"), items.join("\n"));
  await writeFile(path.join(folder, "outcomes.csv"), outcomes.join("\n"));
  await writeFile(path.join(folder, "train.txt"), split.train.join("\n"));
  await writeFile(path.join(folder, "test.txt"), split.test.join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fleet(name: string, withSplit = true): Promise<string> {
  if (!withSplit) await rm(path.join(folder, "test.txt"));
  await importHistory({ ctx, input: { folder, fleetName: name } });
  return name;
}

/** A fleet whose figures nobody reads. */
const shortHistory = (name: string) => longHistory(ctx, name, { tasks: 60, agents: 2, types: 2 });

it("gives the same bytes for the same data and seed, also in another fleet", async () => {
  const first = await trainVersion({ ctx, input: { fleetName: await fleet("one") } });
  const again = await trainVersion({ ctx, input: { fleetName: "one" } });
  const other = await trainVersion({ ctx, input: { fleetName: await fleet("two") } });
  expect(again.artifactSha256).toBe(first.artifactSha256);
  expect(other.artifactSha256).toBe(first.artifactSha256);
  expect(again.metadata.dataSha256).toBe(first.metadata.dataSha256);
  expect([first.version, again.version, other.version]).toEqual([1, 2, 1]);
});

it("never learns from test rows, and measures on them beside the baselines", async () => {
  const version = await trainVersion({ ctx, input: { fleetName: await fleet("measured") } });
  expect(version.metadata).toMatchObject({ rows: 560, agents: 2, parameters: { heldOutRows: 240, split: "train" } });
  const report = await findEvaluation(db(), { name: "measured", kind: KIND }, version.version);
  expect(report).toMatchObject({
    beatsBestSingle: "yes",
    figures: version.metrics,
    heldOut: { rows: 240, tasks: 120 },
  });
  expect(report?.learningCurve.map(({ rows }) => rows)).toEqual([56, 140, 280, 560]);
  expect(version.note).toBe(report?.summary);
  const { success, best_single, per_type_best, oracle, random, brier } = version.metrics;
  expect(success?.n).toBe(120);
  expect(success?.value).toBeGreaterThan((best_single?.value ?? 1) + 0.1);
  expect(success?.value).toBe(per_type_best?.value);
  expect(oracle?.value).toBeGreaterThan(success?.value ?? 1);
  expect(random?.value).toBeLessThan(success?.value ?? 0);
  expect(brier?.value).toBeLessThan(brier?.baseline ?? 0);
  expect(version.note).toContain("Beats always taking the best single agent");
  const all = await trainVersion({ ctx, input: { fleetName: "measured", split: "all" } });
  expect(all.metadata.rows).toBe(800);
  expect(all.metrics.success).toEqual(success);
});

it("points staging at the new version and leaves production alone, but for a first version on request", async () => {
  const fleetName = await shortHistory("pointers");
  await trainVersion({ ctx, input: { fleetName } });
  const read = () => readModel({ ctx, input: { name: fleetName, kind: KIND } });
  expect(await read()).toMatchObject({ staging: 1, production: null });
  await trainVersion({ ctx, input: { fleetName, promoteFirst: true } });
  expect(await read()).toMatchObject({ staging: 2, production: null });
  await trainVersion({ ctx, input: { fleetName: await fleet("first"), promoteFirst: true } });
  expect(await readModel({ ctx, input: { name: "first", kind: KIND } })).toMatchObject({ production: 1 });
});

it("measures a saved version again to the same figures", async () => {
  const version = await trainVersion({ ctx, input: { fleetName: await fleet("again") } });
  const evaluation = await evaluatePredictor({ ctx, input: { fleetName: "again", version: 1 } });
  const { fit_seconds: _fit, ...metrics } = version.metrics;
  expect(evaluation.metrics).toEqual(metrics);
  expect(evaluation.sameData).toBe(true);
});

it("says that there is nothing to learn from", async () => {
  await expect(trainVersion({ ctx, input: { fleetName: "nobody" } })).rejects.toMatchObject({ code: "not_found" });
  await createFleet({ ctx, input: { name: "idle" } });
  await expect(trainVersion({ ctx, input: { fleetName: "idle" } })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("no judged outcome to learn from"),
  });
  const { rows } = await listTrainingRuns({ ctx, input: { fleet: "idle" } });
  expect(rows).toMatchObject([{ state: "failed", version: null, error: { code: "conflict" } }]);
});

it("draws its own held-out tasks where the data has no split, then learns from all of them", async () => {
  const version = await trainVersion({ ctx, input: { fleetName: await fleet("unsplit", false) } });
  expect(version.metadata).toMatchObject({ rows: 800, parameters: { heldOutRows: 240 } });
  expect(version.note).toContain("30% of the tasks, drawn by seed");
});
