import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { checkArtifact, decodeArtifact, encodeArtifact } from "./artifact.ts";

const model = {
  kind: "performance_predictor",
  header: { agents: ["ä", "b"], note: 'with "quotes"' },
  tensors: {
    weights: { shape: [2, 3], data: new Float64Array([1, -2, 3.5, 0, 1e300, -1e-300]) },
    cells: { shape: [3], data: new Int32Array([-1, 0, 7]) },
    mask: { shape: [3], data: new Uint8Array([0, 1, 255]) },
    small: { shape: [0], data: new Float32Array(0) },
  },
};
const whole = encodeArtifact(model);
const sha256 = sha256Hex(whole);

/** A file whose header was written by hand, with its own length but no valid content hash. */
function forged(header: string, data = new Uint8Array(0)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

function headerWith(tensors: string, metadata = {}): string {
  const full = { format: "signalbox", format_version: "1", kind: "k", header: "{}", content_sha256: "0".repeat(64) };
  return `{"__metadata__":${JSON.stringify({ ...full, ...metadata })}${tensors}}`;
}

describe("an artifact", () => {
  it("comes back as it was written, and the same model gives the same bytes", () => {
    const read = decodeArtifact(whole);
    expect(read.kind).toBe(model.kind);
    expect(read.header).toEqual(model.header);
    expect(Object.fromEntries(read.tensors)).toEqual(model.tensors);
    const { mask, small, weights, cells } = model.tensors;
    expect(encodeArtifact({ ...model, tensors: { small, mask, cells, weights } })).toEqual(whole);
    expect(() => checkArtifact(whole, { sha256, kind: model.kind })).not.toThrow();
  });

  it("holds any finite numbers exactly", () => {
    fc.assert(
      fc.property(fc.float64Array({ noNaN: true, noDefaultInfinity: true }), fc.int32Array(), (floats, ints) => {
        const tensors = { f: { shape: [floats.length], data: floats }, i: { shape: [ints.length], data: ints } };
        expect(
          Object.fromEntries(decodeArtifact(encodeArtifact({ kind: "k", header: null, tensors })).tensors),
        ).toEqual(tensors);
      }),
    );
  });

  it("is refused with any bit flipped, with and without the registry's hash", () => {
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const bytes = whole.slice();
        bytes[at] = (bytes[at] ?? 0) ^ mask;
        expect(() => checkArtifact(bytes, { sha256, kind: model.kind })).toThrow("SHA-256");
        expect(() => decodeArtifact(bytes)).toThrow("The artifact is refused");
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused when cut short or lengthened", () => {
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeArtifact(whole.subarray(0, length))).toThrow("The artifact is refused");
    }
    const longer = new Uint8Array(whole.length + 1);
    longer.set(whole);
    expect(() => decodeArtifact(longer)).toThrow("bytes after the last tensor");
  });

  it("is refused above the size limit, before anything is read of it", () => {
    expect(() => checkArtifact(whole, { sha256: "", kind: "", maxBytes: whole.length - 1 })).toThrow("above the limit");
    expect(() => decodeArtifact(whole, { maxBytes: 10 })).toThrow("above the limit of 10");
  });

  it("is refused when it is of another kind", () => {
    expect(() => checkArtifact(whole, { sha256, kind: "workload" })).toThrow("not a workload");
  });

  it("cannot be written with numbers that are not finite or a wrong shape", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const tensors = { w: { shape: [2], data: new Float64Array([1, bad]) } };
      expect(() => encodeArtifact({ kind: "k", header: {}, tensors })).toThrow("w is not finite at element 1");
    }
    const tensors = { w: { shape: [3], data: new Float64Array(2) } };
    expect(() => encodeArtifact({ kind: "k", header: {}, tensors })).toThrow("not its shape's");
  });

  it.each([
    ["no JSON", "{", "not valid JSON"],
    ["a prototype key", headerWith(',"__proto__":{}'), 'forbidden key "__proto__"'],
    [
      "a prototype key inside the model header",
      headerWith(',"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}', { header: '{"a":{"__proto__":1}}' }),
      "forbidden key",
    ],
    ["another format version", headerWith("", { format_version: "2" }), "reads format version 1"],
    ["an unknown element type", headerWith(',"w":{"dtype":"F8","shape":[1],"data_offsets":[0,8]}'), "w.dtype"],
    ["a negative shape", headerWith(',"w":{"dtype":"U8","shape":[-8],"data_offsets":[0,8]}'), "w.shape.0"],
    ["a gap", headerWith(',"w":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}'), "gap before tensor w"],
    ["offsets beyond the end", headerWith(',"w":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}'), "beyond the end"],
    ["a shape of another size", headerWith(',"w":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}'), "not its shape"],
    [
      "overlapping tensors",
      headerWith(
        ',"v":{"dtype":"U8","shape":[6],"data_offsets":[0,6]},"w":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}',
      ),
      "tensor w overlaps",
    ],
    ["a forged content hash", headerWith(',"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}'), "its own SHA-256"],
  ])("is refused with %s", (_what, header, sentence) => {
    expect(() => decodeArtifact(forged(header, new Uint8Array(8)))).toThrow(sentence);
  });

  it("is refused when the header claims an absurd length or is not text", () => {
    const absurd = whole.slice();
    absurd.fill(0xff, 0, 8);
    expect(() => decodeArtifact(absurd)).toThrow("its header claims");
    const binary = forged("xx");
    binary.fill(0xff, 8);
    expect(() => decodeArtifact(binary)).toThrow("not UTF-8");
  });
});
