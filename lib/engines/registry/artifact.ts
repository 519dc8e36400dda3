import { createHash } from "node:crypto";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import {
  ARTIFACT_FORMAT,
  ARTIFACT_FORMAT_VERSION,
  type ArtifactHeader,
  parseArtifactHeader,
  refuseArtifact,
} from "./artifact-header.ts";
import {
  DTYPE_BYTES,
  dtypeOf,
  elementCount,
  firstNotFinite,
  type Tensor,
  tensorBytes,
  tensorFromBytes,
} from "./tensor.ts";

/*
 * Layout, as in safetensors (huggingface.co/docs/safetensors): 8 bytes little-endian length of the header, the header as
 * JSON (padded with spaces to a multiple of 8), then the tensors' raw little-endian data without gaps. Nothing in it is
 * ever run. `__metadata__.content_sha256` is the hash of header and data with that one field as 64 zeros, so that an
 * artifact can be told to be whole even without the registry's own hash.
 */

export const DEFAULT_MAX_ARTIFACT_BYTES = 256 * 1024 * 1024;
const MAX_HEADER_BYTES = 32 * 1024 * 1024;
const LENGTH_BYTES = 8;
const NO_HASH = "0".repeat(64);

/** A decoded artifact: `header` is the model's own JSON and still to be parsed by the model's schema. */
export interface Artifact {
  kind: string;
  header: unknown;
  tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Writes an artifact; the same input always gives the same bytes.
 * @throws SignalboxError invalid_input when a tensor holds a number that is not finite or does not fit its shape.
 */
export function encodeArtifact(model: {
  kind: string;
  header: unknown;
  tensors: Readonly<Record<string, Tensor>>;
}): Uint8Array {
  // Widest elements first keeps each tensor aligned in the file, as the safetensors writer does.
  const tensors = Object.entries(model.tensors).sort(
    ([nameA, a], [nameB, b]) => DTYPE_BYTES[dtypeOf(b)] - DTYPE_BYTES[dtypeOf(a)] || (nameA < nameB ? -1 : 1),
  );
  const entries: Record<string, unknown> = {};
  let dataBytes = 0;
  for (const [name, tensor] of tensors) {
    checkTensor(name, tensor);
    entries[name] = {
      dtype: dtypeOf(tensor),
      shape: tensor.shape,
      data_offsets: [dataBytes, dataBytes + tensor.data.byteLength],
    };
    dataBytes += tensor.data.byteLength;
  }
  const metadata = {
    format: ARTIFACT_FORMAT,
    format_version: ARTIFACT_FORMAT_VERSION,
    kind: model.kind,
    header: canonicalJson(model.header),
  };
  const headerWith = (contentSha256: string) => {
    const json = canonicalJson({ __metadata__: { ...metadata, content_sha256: contentSha256 }, ...entries });
    const bytes = new TextEncoder().encode(json);
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8).fill(0x20);
    padded.set(bytes);
    return padded;
  };
  const unsigned = headerWith(NO_HASH);
  const bytes = new Uint8Array(LENGTH_BYTES + unsigned.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(unsigned.length), true);
  let offset = LENGTH_BYTES + unsigned.length;
  for (const [, tensor] of tensors) {
    bytes.set(tensorBytes(tensor), offset);
    offset += tensor.data.byteLength;
  }
  bytes.set(unsigned, LENGTH_BYTES);
  bytes.set(headerWith(sha256Hex(bytes)), LENGTH_BYTES);
  return bytes;
}

function checkTensor(name: string, tensor: Tensor): void {
  if (elementCount(tensor.shape) !== tensor.data.length) {
    throw new SignalboxError("invalid_input", `Tensor ${name} has ${tensor.data.length} elements, not its shape's`);
  }
  const at = firstNotFinite(tensor);
  if (at >= 0) throw new SignalboxError("invalid_input", `Tensor ${name} is not finite at element ${at}`);
}

/** Looks at kind and model header before any tensor is read; refuses by throwing. */
export type InspectHeader = (model: Pick<Artifact, "kind" | "header">) => void;

/**
 * Checks an artifact before anything is made of it: size, SHA-256, header, layout, finite numbers, kind, in this order.
 * @throws SignalboxError too_large or invalid_input with the reason.
 */
export function checkArtifact(
  bytes: Uint8Array,
  expected: { sha256: string; kind: string; maxBytes?: number | undefined; inspect?: InspectHeader },
): void {
  requireSize(bytes, expected.maxBytes ?? DEFAULT_MAX_ARTIFACT_BYTES);
  const actual = sha256Hex(bytes);
  if (actual !== expected.sha256) refuseArtifact(`its SHA-256 is ${actual}, not ${expected.sha256}`);
  const { kind } = decodeArtifact(bytes, expected);
  if (kind !== expected.kind) refuseArtifact(`it is a ${kind}, not a ${expected.kind}`);
}

/**
 * Reads an artifact. Without the registry's hash this still refuses every changed or missing byte (content_sha256).
 * @throws SignalboxError too_large or invalid_input with the reason.
 */
export function decodeArtifact(
  bytes: Uint8Array,
  limits: { maxBytes?: number | undefined; inspect?: InspectHeader } = {},
): Artifact {
  requireSize(bytes, limits.maxBytes ?? DEFAULT_MAX_ARTIFACT_BYTES);
  const { header, dataOffset } = readHeader(bytes);
  limits.inspect?.(header);
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of header.tensors) {
    const [from, to] = entry.data_offsets;
    const tensor = tensorFromBytes(entry.dtype, entry.shape, bytes.subarray(dataOffset + from, dataOffset + to));
    const at = firstNotFinite(tensor);
    if (at >= 0) refuseArtifact(`tensor ${name} is not finite at element ${at}`);
    tensors.set(name, tensor);
  }
  return { kind: header.kind, header: header.header, tensors };
}

function requireSize(bytes: Uint8Array, maxBytes: number): void {
  if (bytes.length <= maxBytes) return;
  throw new SignalboxError(
    "too_large",
    `The artifact is refused: ${bytes.length} bytes are above the limit of ${maxBytes}`,
  );
}

function readHeader(bytes: Uint8Array): { header: ArtifactHeader; dataOffset: number } {
  if (bytes.length < LENGTH_BYTES) refuseArtifact("it is shorter than its length field");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) refuseArtifact(`its header claims ${length} bytes`);
  const dataOffset = LENGTH_BYTES + Number(length);
  if (dataOffset > bytes.length) refuseArtifact("it is cut off inside its header");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(LENGTH_BYTES, dataOffset));
  } catch {
    return refuseArtifact("its header is not UTF-8 text");
  }
  const header = parseArtifactHeader(text, bytes.length - dataOffset);
  const unsigned = new TextEncoder().encode(
    text.replace(`"content_sha256":"${header.contentSha256}"`, `"content_sha256":"${NO_HASH}"`),
  );
  const actual = createHash("sha256")
    .update(bytes.subarray(0, LENGTH_BYTES))
    .update(unsigned)
    .update(bytes.subarray(dataOffset))
    .digest("hex");
  if (actual !== header.contentSha256) refuseArtifact("its content does not match its own SHA-256");
  return { header, dataOffset };
}
