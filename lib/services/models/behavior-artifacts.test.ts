import { beforeAll, expect, it } from "vitest";
import { manualClock } from "#lib/core/clock.ts";
import { encodeBehavior } from "#lib/engines/behavior/behavior-artifact.ts";
import { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import { runOf } from "#lib/engines/behavior/run-fixture.ts";
import { encodeArtifact } from "#lib/engines/registry/artifact.ts";
import { inProduction, refreshModels } from "#lib/runtime/models.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { db } from "#lib/store/client.ts";
import { insertVersion } from "#lib/store/model.ts";
import { flipped, truly, withHeader } from "#test/bad-artifacts.ts";
import { systemContext } from "#test/fleet.ts";
import { exportVersion } from "./export-version.ts";
import { importVersion } from "./import-version.ts";
import { moveAlias } from "./move-alias.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const ctx = systemContext(manualClock(Date.parse("2026-11-26T12:00:00Z")));
const FLEET = "crew";
const key = { name: FLEET, kind: "behavior" } as const;
const metadata = {
  ...{ rows: 60, agents: 3, dataSha256: "0".repeat(64), windowFrom: null, windowTo: null, seed: 1, parameters: {} },
};
const runs = Array.from({ length: 20 }, (_, i) => runOf(`r${i}`, ["ada > bob", "bob > cy", "cy"]));
const GOOD = encodeBehavior(
  BehaviorModel.fit(
    { runs, faults: new Map(), pairs: { success: [], log_cost: [], log_duration: [] }, teams: [] },
    { seed: 1 },
  ).state,
);

const FAULTS: [fault: string, bytes: Uint8Array, reason: RegExp][] = [
  ["corrupted", flipped(GOOD, GOOD.length - 4), /does not match its own SHA-256/],
  ["cut off", GOOD.subarray(0, GOOD.length - 8), /beyond the end of the data|not the \d+ its head/],
  [
    "of another kind",
    encodeArtifact({ kind: "workload", header: {}, tensors: {} }),
    /it is a workload, not a behavior/,
  ],
  [
    "of another build",
    withHeader(GOOD, (text) => text.replace(/"model_version":\d+/, '"model_version":99')),
    /version 1/,
  ],
  ["with a forbidden key", withHeader(GOOD, (text) => text.replace("{", '{"__proto__":{"a":1},')), /forbidden key/],
  [
    "answering otherwise",
    withHeader(GOOD, (text) => text.replace(/"agent_strength":[0-9.]+/, '"agent_strength":77.5')),
    /does not answer as when it was written/,
  ],
];

beforeAll(async () => {
  await createFleet({ ctx, input: { name: FLEET } });
  await saveRoutingModel({ ctx, input: { ...key, model: GOOD, metadata, metrics: {} } });
  await moveAlias({ ctx, input: { ...key, version: 1, expectedVersion: null, reason: "a test", override: true } });
});

it.each(FAULTS)(
  "a behaviour model that is %s is refused when saved and when promoted, and the good one serves",
  async (...[, bytes, reason]) => {
    const saving = saveRoutingModel({ ctx, input: { ...key, model: bytes, metadata, metrics: {} } });
    await expect(saving).rejects.toMatchObject({ code: "invalid_input", message: expect.stringMatching(reason) });
    await db().modelVersion.deleteMany({ where: { ...key, version: 2 } });
    const { sha256 } = truly(bytes);
    const row = { bytes: Buffer.from(bytes), sizeBytes: bytes.length, createdAt: new Date() };
    await db().modelArtifact.upsert({ where: { sha256 }, create: { sha256, ...row }, update: row });
    const told = { metadata, metrics: {}, note: "", authorName: "Mallory", atMs: 0 };
    await insertVersion(db(), { ...key, version: 2, artifactSha256: sha256, ...told });
    const moving = moveAlias({
      ctx,
      input: { ...key, version: 2, expectedVersion: 1, reason: "a test", override: true },
    });
    await expect(moving).rejects.toMatchObject({ message: expect.stringMatching(reason) });
    await refreshModels();
    expect(inProduction(FLEET, "behavior")).toMatchObject({ version: 1, model: { state: { runs: 20 } } });
  },
);

it("travels as a version file into another fleet, and is taken for no other kind", async () => {
  await createFleet({ ctx, input: { name: "other" } });
  const { bytes, fileName } = await exportVersion({ ctx, input: { ...key, version: 1 } });
  expect(fileName).toBe("crew-behavior-v1.signalbox-model");
  const file = new Blob([Buffer.from(bytes)]);
  const { version, artifactSha256 } = await importVersion({ ctx, input: { file, name: "other" } });
  expect([version, artifactSha256]).toEqual([1, truly(GOOD).sha256]);
  await expect(importVersion({ ctx, input: { file, name: "other", kind: "workload" } })).rejects.toMatchObject({
    message: expect.stringContaining("it is a behavior, not a workload"),
  });
});
