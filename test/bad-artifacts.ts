import { createHash } from "node:crypto";
import { sha256Hex } from "#lib/core/canonical-json.ts";

const NO_HASH = "0".repeat(64);

interface ArtifactText {
  __metadata__: { header: string; content_sha256: string; kind: string };
  [tensor: string]: unknown;
}

/** An artifact taken apart as text and data, changed, and sealed again with a content hash that fits. */
export function resealed(
  artifact: Uint8Array,
  change: (parts: { text: string; data: Uint8Array }) => { text: string; data: Uint8Array },
): Uint8Array {
  const { text, data } = change(takenApart(artifact));
  const unsigned = text.replace(/("content_sha256":")[0-9a-f]{64}"/, `$1${NO_HASH}"`).trimEnd();
  const padded = unsigned.padEnd(
    Math.ceil(Buffer.byteLength(unsigned) / 8) * 8 - (Buffer.byteLength(unsigned) - unsigned.length),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(padded)));
  const hash = createHash("sha256").update(length).update(padded).update(data).digest("hex");
  return Buffer.concat([length, Buffer.from(padded.replace(NO_HASH, hash)), data]);
}

function takenApart(artifact: Uint8Array): { text: string; data: Uint8Array } {
  const bytes = Buffer.from(artifact);
  const end = 8 + Number(bytes.readBigUInt64LE(0));
  return { text: bytes.subarray(8, end).toString("utf8"), data: Uint8Array.from(bytes.subarray(end)) };
}

/** The model's own header, changed and put back. */
export function withHeader(artifact: Uint8Array, change: (header: string) => string): Uint8Array {
  return resealed(artifact, ({ text, data }) => {
    const parsed = JSON.parse(text) as ArtifactText;
    // Keys keep their order; only the one text changes.
    const { header } = parsed.__metadata__;
    const changed = change(header);
    if (changed === header) throw new Error("The header is as it was: the artifact would be a good one");
    return { text: text.replace(JSON.stringify(header), () => JSON.stringify(changed)), data };
  });
}

/** A number of a tensor that is none. */
export function withNotANumber(artifact: Uint8Array, tensor: string): Uint8Array {
  return resealed(artifact, ({ text, data }) => {
    const entry = (JSON.parse(text) as ArtifactText)[tensor] as { data_offsets: [number, number] };
    new DataView(data.buffer, data.byteOffset).setFloat64(entry.data_offsets[0], Number.NaN, true);
    return { text, data };
  });
}

export function flipped(artifact: Uint8Array, at: number): Uint8Array {
  const bytes = Uint8Array.from(artifact);
  bytes[at] = 255 - (bytes[at] ?? 0);
  return bytes;
}

/** Bytes and the hash under which the registry is told to keep them. */
export interface BadArtifact {
  bytes: Uint8Array;
  sha256: string;
}

/** With its true hash: nothing but a look inside can tell. */
export const truly = (bytes: Uint8Array): BadArtifact => ({ bytes, sha256: sha256Hex(bytes) });
