import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { MAX_ARTIFACT_BYTES, modelKindSchema } from "#lib/contracts/model.ts";
import { readEnv } from "#lib/env.ts";
import type { ProductionRow } from "./model.ts";

const SHA256 = /^[0-9a-f]{64}$/;
const MANIFEST = "production.json";

const manifestSchema = z.array(
  z.object({ name: z.string(), kind: modelKindSchema, version: z.int(), sha256: z.string().regex(SHA256) }),
);

/** The cached file's bytes, unchecked but for their size; null when there is none or it cannot be read. */
export async function readCachedArtifact(sha256: string): Promise<Uint8Array | null> {
  if (!SHA256.test(sha256)) return null;
  const file = path.join(readEnv().MODELS_DIR, `${sha256}.safetensors`);
  try {
    return (await stat(file)).size > MAX_ARTIFACT_BYTES ? null : await readFile(file);
  } catch {
    return null;
  }
}

/** Keeps the bytes beside the process, so that it can start from them when the database is away. */
export async function cacheArtifact(sha256: string, bytes: Uint8Array): Promise<void> {
  if (!SHA256.test(sha256)) throw new RangeError(`"${sha256}" is not a SHA-256`);
  await writeAtomically(`${sha256}.safetensors`, bytes);
}

/** What was in production when the database was last seen; empty when nothing is known. */
export async function readCachedProduction(): Promise<ProductionRow[]> {
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path.join(readEnv().MODELS_DIR, MANIFEST), "utf8")));
  } catch {
    return [];
  }
}

export async function cacheProduction(rows: readonly ProductionRow[]): Promise<void> {
  await writeAtomically(MANIFEST, Buffer.from(JSON.stringify(rows)));
}

/** Removes copies of what is not in production; encoders and other files of the folder are not ours to touch. */
export async function pruneCachedArtifacts(): Promise<void> {
  const folder = readEnv().MODELS_DIR;
  const kept = new Set((await readCachedProduction()).map(({ sha256 }) => `${sha256}.safetensors`));
  // Without a manifest nobody knows what serves.
  if (kept.size === 0) return;
  const files = await readdir(folder).catch(() => []);
  const stale = files.filter((file) => /^[0-9a-f]{64}\.safetensors$/.test(file) && !kept.has(file));
  await Promise.all(stale.map((file) => rm(path.join(folder, file), { force: true })));
}

/** A reader sees the old file or the new one whole, also after a crash. */
async function writeAtomically(fileName: string, bytes: Uint8Array): Promise<void> {
  const folder = readEnv().MODELS_DIR;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const temporary = path.join(folder, `.${randomUUID()}.part`);
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path.join(folder, fileName));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
