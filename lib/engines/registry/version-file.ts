import {
  MAX_MANIFEST_BYTES,
  VERSION_FILE_HEAD_BYTES,
  type VersionManifest,
  versionManifestSchema,
} from "#lib/contracts/version-file.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parsePlainJson, refuseArtifact } from "./artifact-header.ts";

/*
 * One version as one file (*.signalbox-model), so that it can be kept, sent and imported elsewhere:
 *
 *   bytes  0-7    "SBMODEL1"
 *   bytes  8-15   length of the manifest, little-endian
 *   bytes 16-23   length of the artifact, little-endian
 *   bytes 24-55   SHA-256 of the manifest
 *   bytes 56-87   SHA-256 of the artifact
 *   then the manifest (JSON in UTF-8, lib/contracts/version-file.ts) and the artifact (artifact.ts), nothing after them
 *
 * Lengths and hashes stand before everything else, so that a file that is too large is refused after 88 bytes and a
 * damaged one before anything of it is parsed. The same version always gives the same file.
 */

const MAGIC = "SBMODEL1";

export interface VersionFile {
  manifest: VersionManifest;
  artifact: Uint8Array;
}

export interface VersionFileHead {
  manifestBytes: number;
  artifactBytes: number;
  manifestSha256: string;
  artifactSha256: string;
}

export function encodeVersionFile({ manifest, artifact }: VersionFile): Uint8Array {
  const text = new TextEncoder().encode(canonicalJson(manifest));
  const file = new Uint8Array(VERSION_FILE_HEAD_BYTES + text.length + artifact.length);
  file.set(new TextEncoder().encode(MAGIC));
  const view = new DataView(file.buffer);
  view.setBigUint64(8, BigInt(text.length), true);
  view.setBigUint64(16, BigInt(artifact.length), true);
  file.set(Buffer.from(sha256Hex(text), "hex"), 24);
  file.set(Buffer.from(sha256Hex(artifact), "hex"), 56);
  file.set(text, VERSION_FILE_HEAD_BYTES);
  file.set(artifact, VERSION_FILE_HEAD_BYTES + text.length);
  return file;
}

/**
 * Reads the first 88 bytes and refuses what is too large before anybody reads the rest.
 * @param fileBytes length of the whole file
 * @throws SignalboxError too_large or invalid_input with the reason
 */
export function readVersionFileHead(
  head: Uint8Array,
  { fileBytes, maxArtifactBytes }: { fileBytes: number; maxArtifactBytes: number },
): VersionFileHead {
  const magic = new TextDecoder("latin1").decode(head.subarray(0, MAGIC.length));
  if (magic !== MAGIC) refuseArtifact("it is not a version file (*.signalbox-model)");
  if (head.length < VERSION_FILE_HEAD_BYTES) refuseArtifact("it is cut off inside its head");
  const view = new DataView(head.buffer, head.byteOffset);
  const manifestBytes = within("manifest", view.getBigUint64(8, true), MAX_MANIFEST_BYTES);
  const artifactBytes = within("artifact", view.getBigUint64(16, true), maxArtifactBytes);
  const claimed = VERSION_FILE_HEAD_BYTES + manifestBytes + artifactBytes;
  if (claimed !== fileBytes) refuseArtifact(`it has ${fileBytes} bytes, not the ${claimed} its head claims`);
  const hash = (from: number) => Buffer.from(head.subarray(from, from + 32)).toString("hex");
  return { manifestBytes, artifactBytes, manifestSha256: hash(24), artifactSha256: hash(56) };
}

function within(what: string, claimed: bigint, limit: number): number {
  if (claimed <= BigInt(limit)) return Number(claimed);
  throw new SignalboxError("too_large", `The ${what} is refused: ${claimed} bytes are above the limit of ${limit}`);
}

/**
 * Takes a version file apart: size, then both hashes, then the manifest. The artifact is not looked into; see checkArtifact.
 * @throws SignalboxError too_large or invalid_input with the reason
 */
export function decodeVersionFile(bytes: Uint8Array, { maxArtifactBytes }: { maxArtifactBytes: number }): VersionFile {
  const head = readVersionFileHead(bytes.subarray(0, VERSION_FILE_HEAD_BYTES), {
    fileBytes: bytes.length,
    maxArtifactBytes,
  });
  const text = bytes.subarray(VERSION_FILE_HEAD_BYTES, VERSION_FILE_HEAD_BYTES + head.manifestBytes);
  const artifact = bytes.subarray(VERSION_FILE_HEAD_BYTES + head.manifestBytes);
  requireHash("manifest", text, head.manifestSha256);
  requireHash("artifact", artifact, head.artifactSha256);
  const manifest = parseManifest(text);
  if (manifest.artifactSha256 !== head.artifactSha256) refuseArtifact("its manifest names another artifact");
  return { manifest, artifact };
}

function requireHash(what: string, bytes: Uint8Array, expected: string): void {
  const actual = sha256Hex(bytes);
  if (actual !== expected) refuseArtifact(`the SHA-256 of its ${what} is ${actual}, not ${expected}`);
}

function parseManifest(bytes: Uint8Array): VersionManifest {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuseArtifact("its manifest is not UTF-8 text");
  }
  const parsed = versionManifestSchema.safeParse(parsePlainJson(text, "manifest"));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return refuseArtifact(`its manifest is wrong at ${issue?.path.join(".")}: ${issue?.message}`);
}
