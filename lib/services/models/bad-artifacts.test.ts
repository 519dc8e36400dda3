import { rm } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServiceContext } from "#lib/auth/context.ts";
import type { VersionManifest } from "#lib/contracts/version-file.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { manualClock } from "#lib/core/clock.ts";
import { AgentPerformancePredictor } from "#lib/engines/prediction/performance-predictor.ts";
import { encodeArtifact } from "#lib/engines/registry/artifact.ts";
import { encodeVersionFile } from "#lib/engines/registry/version-file.ts";
import { readEnv } from "#lib/env.ts";
import { inProduction, refreshModels } from "#lib/runtime/models.ts";
import { createFleet } from "#lib/services/fleet/create-fleet.ts";
import { db } from "#lib/store/client.ts";
import { listOpenProblems } from "#lib/store/health-problem.ts";
import { insertVersion } from "#lib/store/model.ts";
import { cacheArtifact } from "#lib/store/model-cache.ts";
import { type BadArtifact, flipped, truly, withHeader, withNotANumber } from "#test/bad-artifacts.ts";
import { predictorBytes } from "#test/predictors.ts";
import { importVersion } from "./import-version.ts";
import { moveAlias } from "./move-alias.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const KIND = "performance_predictor";
const ADMIN: ServiceContext = {
  actor: { kind: "user", id: "u1", name: "Ada", role: "admin" },
  requestId: "req_bad",
  clock: manualClock(Date.parse("2026-05-04T10:00:00Z")),
};
const METADATA = {
  ...{ rows: 400, agents: 2, dataSha256: "0".repeat(64), windowFrom: null, windowTo: null, seed: 1, parameters: {} },
};
const GOOD = predictorBytes({ left: 0.9, right: 0.5 });
const GOOD_SHA256 = sha256Hex(GOOD);
const LIMIT = 64 * 1024 * 1024;

/** What is wrong with it, the reason it is refused with, and whether that is found before anything is made of it. */
const FAULTS: { fault: string; bad: BadArtifact; reason: RegExp; parsed?: true }[] = [
  {
    fault: "corrupted",
    bad: { bytes: flipped(GOOD, GOOD.length - 20), sha256: GOOD_SHA256 },
    reason: /its SHA-256 is|SHA-256 of its artifact/,
  },
  {
    fault: "wrong-hash",
    bad: { bytes: predictorBytes({ left: 0.1, right: 0.2 }), sha256: GOOD_SHA256 },
    reason: /its SHA-256 is|SHA-256 of its artifact/,
  },
  {
    fault: "cut off",
    bad: truly(GOOD.subarray(0, GOOD.length - 8)),
    reason: /beyond the end of the data|not the \d+ its head/,
  },
  {
    fault: "oversized",
    bad: truly(new Uint8Array(LIMIT + 1)),
    reason: /67108865 bytes are above the limit of 67108864/,
  },
  {
    fault: "NaN",
    bad: truly(withNotANumber(GOOD, "success.dispersion")),
    reason: /tensor success.dispersion is not finite at element 0/,
  },
  {
    fault: "__proto__",
    bad: truly(withHeader(GOOD, (header) => header.replace("{", '{"__proto__":{"admin":true},'))),
    reason: /forbidden key "__proto__"/,
  },
  {
    fault: "constructor",
    bad: truly(withHeader(GOOD, (header) => header.replace("{", '{"constructor":{"prototype":{}},'))),
    reason: /forbidden key "(constructor|prototype)"/,
  },
  {
    fault: "of another kind",
    bad: truly(encodeArtifact({ kind: "workload", header: {}, tensors: {} })),
    reason: /it is a workload, not a performance_predictor/,
  },
  {
    fault: "in need of another source of texts",
    bad: truly(
      withHeader(GOOD, (header) =>
        header.replace('{"kind":"none"}', '{"dimensions":512,"kind":"embedding","model":"m","source":"openai"}'),
      ),
    ),
    reason: /it needs texts embedded by openai:m@512, and this process embeds none/,
  },
  {
    fault: "wrong-schema",
    bad: truly(withHeader(GOOD, (header) => header.replace(/"model_version":\d+/, '"model_version":99'))),
    reason: /its model header is wrong at model_version/,
    parsed: true,
  },
  {
    fault: "answering otherwise",
    bad: truly(withHeader(GOOD, (header) => header.replace(/"expected":\[[0-9.]+/, '"expected":[0.123'))),
    reason: /does not answer as when it was written/,
    parsed: true,
  },
];

let name = "bad";
let counter = 0;
const parse = vi.spyOn(AgentPerformancePredictor, "fromArtifact");
beforeAll(async () => {
  await saveRoutingModel({
    ctx: ADMIN,
    input: { model: GOOD, name: "warm", kind: KIND, metadata: METADATA, metrics: {} },
  });
});
beforeEach(() => {
  name = `bad-${++counter}`;
});
afterEach(async () => {
  await db().registeredModel.deleteMany({ where: { name } });
  await db().modelArtifact.deleteMany({ where: { versions: { none: {} } } });
  await db().modelArtifact.updateMany({ where: { sha256: GOOD_SHA256 }, data: { bytes: Buffer.from(GOOD) } });
});

/** Writes the rows as somebody with the database in hand could. */
async function plant({ bytes, sha256 }: BadArtifact, version: number): Promise<void> {
  const at = new Date();
  // So many zeros are quicker made by the database than sent to it.
  const zeros = bytes.length > LIMIT;
  const row = { bytes: Buffer.from(zeros ? [] : bytes), sizeBytes: bytes.length };
  await db().modelArtifact.upsert({ where: { sha256 }, create: { sha256, ...row, createdAt: at }, update: row });
  if (zeros) {
    await db().$executeRaw`
      update model_artifact set bytes = decode(repeat('00', ${bytes.length}::int), 'hex') where sha256 = ${sha256}`;
  }
  await db().registeredModel.createMany({ data: { name, kind: KIND, createdAt: at }, skipDuplicates: true });
  const told = { metadata: METADATA, metrics: {}, note: "", authorName: "Mallory", atMs: 0 };
  await insertVersion(db(), { name, kind: KIND, version, artifactSha256: sha256, ...told });
}

/** A version file around the artifact, as whoever made it could write it. */
function fileOf({ bytes, sha256 }: BadArtifact): Uint8Array {
  const manifest: VersionManifest = {
    ...{ format: "signalbox-model", formatVersion: 1, name, kind: KIND, version: 7, artifactSha256: sha256 },
    ...{ metadata: METADATA, metrics: {}, evaluation: null, description: "", tags: {}, note: "" },
    ...{ authorName: "Mallory", createdAt: "2026-05-01T00:00:00.000Z" },
  };
  const file = Buffer.from(encodeVersionFile({ manifest, artifact: bytes }));
  Buffer.from(sha256, "hex").copy(file, 56);
  return file;
}

async function refusal(call: Promise<unknown>): Promise<string> {
  const thrown = await call.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toMatchObject({ name: "SignalboxError" });
  return (thrown as Error).message;
}

describe.each(FAULTS)("an artifact that is $fault", ({ bad, reason, parsed = false }) => {
  it("is refused by import with its own reason, and nothing is stored", async () => {
    await createFleet({ ctx: ADMIN, input: { name } });
    parse.mockClear();
    const file = new Blob([Buffer.from(fileOf(bad))]);
    expect(await refusal(importVersion({ ctx: ADMIN, input: { file, name } }))).toMatch(reason);
    expect(parse).toHaveBeenCalledTimes(parsed ? 1 : 0);
    expect(await db().registeredModel.count({ where: { name } })).toBe(0);
  });

  it("is refused by promotion with its own reason, an admin's override included, and the old version serves", async () => {
    await plant(truly(predictorBytes({ left: 0.8, right: 0.6 }, [name])), 1);
    const move = (version: number, expectedVersion: number | null, override: boolean) =>
      moveAlias({ ctx: ADMIN, input: { name, kind: KIND, version, expectedVersion, reason: "try", override } });
    await move(1, null, false);
    await plant(bad, 2);
    parse.mockClear();
    for (const override of [false, true]) expect(await refusal(move(2, 1, override))).toMatch(reason);
    expect(parse).toHaveBeenCalledTimes(parsed ? 2 : 0);
    expect(inProduction(name, "performance_predictor")?.version).toBe(1);
    expect(await problemOf(name)).toMatchObject({ code: "promotion_refused", message: expect.stringMatching(reason) });
  });

  it("is refused at start with its own reason, and serves nothing", async () => {
    await plant(bad, 1);
    await rm(path.join(readEnv().MODELS_DIR, `${bad.sha256}.safetensors`), { force: true });
    const at = new Date();
    await db().modelAlias.create({ data: { name, kind: KIND, alias: "production", version: 1, updatedAt: at } });
    parse.mockClear();
    await refreshModels();
    expect(inProduction(name, "performance_predictor")).toBeNull();
    expect(await problemOf(name)).toMatchObject({ code: "artifact_refused", message: expect.stringMatching(reason) });
    expect(parse).toHaveBeenCalledTimes(parsed ? 1 : 0);
  });

  it("is not served from this machine's copy either", async () => {
    await cacheArtifact(bad.sha256, bad.bytes);
    await db().registeredModel.create({ data: { name, kind: KIND, createdAt: new Date() } });
    await plant(bad, 1);
    const at = new Date();
    await db().modelAlias.create({ data: { name, kind: KIND, alias: "production", version: 1, updatedAt: at } });
    await refreshModels();
    expect(inProduction(name, "performance_predictor")).toBeNull();
    await rm(path.join(readEnv().MODELS_DIR, `${bad.sha256}.safetensors`), { force: true });
  });
});

async function problemOf(entity: string) {
  return (await listOpenProblems(db())).find(({ entityId }) => entityId === `${entity}/${KIND}`);
}

describe("a version file", () => {
  it("that claims too much is refused after its first 88 bytes", async () => {
    const head = Buffer.alloc(88);
    head.write("SBMODEL1");
    head.writeBigUInt64LE(10n, 8);
    head.writeBigUInt64LE(BigInt(LIMIT) + 1n, 16);
    const file = new Blob([head]);
    expect(await refusal(importVersion({ ctx: ADMIN, input: { file, name } }))).toMatch(/above the limit/);
  });

  it.each([
    ["no version file", Buffer.from("hello"), /not a version file/],
    ["a head alone", Buffer.from("SBMODEL1"), /cut off inside its head/],
    ["longer than it says", Buffer.concat([fileOf(truly(GOOD)), Buffer.alloc(1)]), /not the \d+ its head claims/],
    ["with a changed manifest", flipped(fileOf(truly(GOOD)), 100), /SHA-256 of its manifest/],
    [
      "with a forbidden key",
      forged((text) => text.replace("{", '{"__proto__":{"admin":true},')),
      /forbidden key "__proto__"/,
    ],
    ["with a key nobody knows", forged((text) => text.replace("{", '{"extra":1,')), /its manifest is wrong/],
    ["without a kind", forged((text) => text.replace(/"kind":"\w+",/, "")), /its manifest is wrong at kind/],
    [
      "that names another artifact",
      forged((text) => text.replace(GOOD_SHA256, "1".repeat(64))),
      /names another artifact/,
    ],
  ])("%s is refused with its own reason", async (_, bytes, reason) => {
    const file = new Blob([Buffer.from(bytes)]);
    expect(await refusal(importVersion({ ctx: ADMIN, input: { file, name } }))).toMatch(reason);
  });

  /** A manifest changed by hand, with a hash that fits. */
  function forged(change: (manifest: string) => string): Uint8Array {
    const file = Buffer.from(fileOf(truly(GOOD)));
    const length = Number(file.readBigUInt64LE(8));
    const manifest = Buffer.from(change(file.subarray(88, 88 + length).toString("utf8")));
    const head = Buffer.from(file.subarray(0, 88));
    head.writeBigUInt64LE(BigInt(manifest.length), 8);
    Buffer.from(sha256Hex(manifest), "hex").copy(head, 24);
    return Buffer.concat([head, manifest, file.subarray(88 + length)]);
  }
});
