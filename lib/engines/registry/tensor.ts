import { SignalboxError } from "#lib/core/errors.ts";

/** Element types an artifact may hold, with the safetensors names. */
export const DTYPES = ["F64", "F32", "I32", "U32", "U8"] as const;
export type Dtype = (typeof DTYPES)[number];

export const DTYPE_BYTES: Readonly<Record<Dtype, number>> = { F64: 8, F32: 4, I32: 4, U32: 4, U8: 1 };

/** A typed array with a shape (row-major); the product of the shape is its length. */
export interface Tensor {
  shape: readonly number[];
  data: Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Element type of the tensor's array. */
export function dtypeOf(tensor: Tensor): Dtype {
  if (tensor.data instanceof Float64Array) return "F64";
  if (tensor.data instanceof Float32Array) return "F32";
  if (tensor.data instanceof Int32Array) return "I32";
  if (tensor.data instanceof Uint32Array) return "U32";
  return "U8";
}

/** Product of the lengths; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The raw little-endian bytes of a tensor, not copied. */
export function tensorBytes(tensor: Tensor): Uint8Array {
  requireLittleEndian();
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** A tensor over a copy of the bytes, so that the artifact itself can be let go. */
export function tensorFromBytes(dtype: Dtype, shape: readonly number[], bytes: Uint8Array): Tensor {
  requireLittleEndian();
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  switch (dtype) {
    case "F64":
      return { shape, data: new Float64Array(buffer) };
    case "F32":
      return { shape, data: new Float32Array(buffer) };
    case "I32":
      return { shape, data: new Int32Array(buffer) };
    case "U32":
      return { shape, data: new Uint32Array(buffer) };
    case "U8":
      return { shape, data: new Uint8Array(buffer) };
    default:
      return dtype satisfies never;
  }
}

/** Index of the first element that is NaN or infinite; -1 when all are finite. */
export function firstNotFinite(tensor: Tensor): number {
  if (!(tensor.data instanceof Float64Array || tensor.data instanceof Float32Array)) return -1;
  for (let i = 0; i < tensor.data.length; i++) if (!Number.isFinite(tensor.data[i])) return i;
  return -1;
}

// Every platform Node is built for by default is little-endian; elsewhere refusing beats reading garbage.
function requireLittleEndian(): void {
  if (!LITTLE_ENDIAN) throw new SignalboxError("unavailable", "Model artifacts need a little-endian machine");
}
