import { expect, it } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import { manualClock } from "#lib/core/clock.ts";
import { readModel } from "#lib/queries/models.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { db } from "#lib/store/client.ts";
import { predictorBytes } from "#test/predictors.ts";
import { exportVersion } from "./export-version.ts";
import { importVersion } from "./import-version.ts";
import { labelVersion } from "./label-version.ts";
import { loadRoutingModel } from "./load-routing-model.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const KIND = "performance_predictor";
const ctx: ServiceContext = {
  actor: { kind: "user", id: "u1", name: "Ada", role: "operator" },
  requestId: "req_file",
  clock: manualClock(Date.parse("2026-05-04T10:00:00Z")),
};
const metadata = {
  ...{ rows: 400, agents: 2, dataSha256: "a".repeat(64), windowFrom: null, windowTo: null, seed: 3 },
  parameters: { split: "train", nested: { depth: 2 } },
};
const metrics = { success: { value: 0.8, unit: "fraction", n: 120, ci95: [0.7, 0.9] as [number, number] } };

async function saved(name: string) {
  await createFleet({ ctx, input: { name } });
  const model = predictorBytes({ left: 0.9, right: 0.5 });
  const version = await saveRoutingModel({ ctx, input: { model, name, kind: KIND, metadata, metrics, note: "Good." } });
  await labelVersion({ ctx, input: { name, kind: KIND, version: 1, description: "May", tags: { team: "ops" } } });
  return version;
}

const exported = (name: string) => exportVersion({ ctx, input: { name, kind: KIND, version: 1 } });
const asFile = (bytes: Uint8Array) => new Blob([Buffer.from(bytes)]);

it("carries a version with all that is known of it into another fleet, as its next version, without moving an alias", async () => {
  const original = await saved("here");
  await saved("there");
  const { fileName, bytes } = await exported("here");
  expect(fileName).toBe("here-performance_predictor-v1.signalbox-model");
  const imported = await importVersion({ ctx, input: { file: asFile(bytes), name: "there", note: "Try it." } });
  expect(imported).toMatchObject({
    ...{ name: "there", version: 2, artifactSha256: original.artifactSha256, metadata, metrics },
    ...{ description: "May", tags: { team: "ops" }, authorName: "Ada" },
    note: "Try it. Imported from here v1 of 2026-05-04, by Ada. Good.",
  });
  const view = await readModel({ ctx, input: { name: "there", kind: KIND } });
  expect(view).toMatchObject({ production: null, staging: null, moves: [] });
  const loaded = await loadRoutingModel({ ctx, input: { name: "there", kind: KIND, version: 2 } });
  expect(Buffer.from(loaded.bytes).equals(Buffer.from(predictorBytes({ left: 0.9, right: 0.5 })))).toBe(true);
});

it("gives the same file for the same version, and says in the audit trail who took it", async () => {
  await saved("twice");
  const [first, second] = [await exported("twice"), await exported("twice")];
  expect(Buffer.from(first.bytes).equals(Buffer.from(second.bytes))).toBe(true);
  const entry = await db().auditEntry.findFirstOrThrow({ where: { verb: "model.export" }, orderBy: { id: "desc" } });
  expect(entry).toMatchObject({ actorName: "Ada", entityId: `twice/${KIND}`, after: { version: 1 } });
});

it("heals a damaged artifact by importing its file again", async () => {
  const { artifactSha256 } = await saved("healed");
  const { bytes } = await exported("healed");
  await db().$executeRaw`update model_artifact set bytes = set_byte(bytes, 90, 7) where sha256 = ${artifactSha256}`;
  await expect(exported("healed")).rejects.toMatchObject({ code: "unavailable" });
  await importVersion({ ctx, input: { file: asFile(bytes) } });
  expect((await exported("healed")).bytes).toEqual(bytes);
});

it("goes into no fleet there is not, and is taken for no other kind", async () => {
  await saved("lonely");
  const file = asFile((await exported("lonely")).bytes);
  await expect(importVersion({ ctx, input: { file, name: "nowhere" } })).rejects.toMatchObject({ code: "not_found" });
  await expect(importVersion({ ctx, input: { file, kind: "workload" } })).rejects.toMatchObject({
    message: expect.stringContaining("it is a performance_predictor, not a workload"),
  });
});
