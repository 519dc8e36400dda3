import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { LearnedCapabilityMatcher } from "#lib/engines/matching/learned/learned-capability-matcher.ts";
import { readEnv } from "#lib/env.ts";
import { moveAlias } from "#lib/services/models/move-alias.ts";
import { saveRoutingModel } from "#lib/services/models/save-routing-model.ts";
import { systemContext } from "#test/fleet.ts";
import { predictorBytes } from "#test/predictors.ts";
import { refreshModels } from "./models.ts";

const ctx = systemContext();
const ROOT = path.resolve(import.meta.dirname, "../..");
const METADATA = {
  ...{ rows: 400, agents: 2, dataSha256: "0".repeat(64), windowFrom: null, windowTo: null, seed: 1, parameters: {} },
};

async function inProduction(name: string, kind: string, model: Uint8Array): Promise<string> {
  const saved = await saveRoutingModel({ ctx, input: { model, name, kind, metadata: METADATA, metrics: {} } });
  await moveAlias({ ctx, input: { name, kind, version: 1, expectedVersion: null, reason: "first" } });
  return saved.artifactSha256;
}

/** What a process serves that starts on this machine while no database answers. */
async function startedWithoutDatabase(): Promise<unknown> {
  const program = `
    const { refreshModels, inProduction } = await import("#lib/runtime/models.ts");
    const refused = await refreshModels().then(() => null, (error) => error.message);
    const version = (served) => served?.version ?? null;
    console.log(JSON.stringify({
      refused: refused !== null,
      cold: version(inProduction("cold", "performance_predictor")),
      matcher: version(inProduction("cold", "capability_matcher")),
      damaged: version(inProduction("damaged", "performance_predictor")),
    }));
    process.exit(0);`;
  const { MODELS_DIR } = readEnv();
  const env = { ...process.env, MODELS_DIR, DATABASE_URL: "postgresql://nobody@127.0.0.1:9/none" };
  const argv = ["--input-type=module", "-e", program];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: ROOT, env });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "null");
}

const copyOf = (sha256: string) => path.join(readEnv().MODELS_DIR, `${sha256}.safetensors`);

const TRANSLATION = { name: "translation", description: "into another language", domain: "language" };
let damaged = "";
beforeAll(async () => {
  const matcher = LearnedCapabilityMatcher.fit([], [TRANSLATION], {
    seed: 1,
  });
  await inProduction("cold", "performance_predictor", predictorBytes({ left: 0.9, right: 0.5 }));
  await inProduction("cold", "capability_matcher", matcher.toArtifact());
  damaged = await inProduction("damaged", "performance_predictor", predictorBytes({ left: 0.7, right: 0.6 }));
  await refreshModels();
});

it("serves the verified copies of every kind when the database is away at a cold start, and no damaged one", async () => {
  const bytes = await readFile(copyOf(damaged));
  bytes[bytes.length - 9] = 255 - (bytes[bytes.length - 9] ?? 0);
  await writeFile(copyOf(damaged), bytes);
  expect(await startedWithoutDatabase()).toEqual({ refused: true, cold: 1, matcher: 1, damaged: null });
});

it("serves nothing where the list of what was in production is no list", async () => {
  const list = path.join(readEnv().MODELS_DIR, "production.json");
  await copyFile(list, `${list}.kept`);
  await writeFile(list, '[{"name":"cold","kind":"performance_predictor","version":1,"sha256":"../../etc/passwd"}]');
  expect(await startedWithoutDatabase()).toEqual({ refused: true, cold: null, matcher: null, damaged: null });
  await copyFile(`${list}.kept`, list);
});
