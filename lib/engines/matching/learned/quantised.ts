import { refuseArtifact } from "../../registry/artifact-header.ts";
import type { Tensor } from "../../registry/tensor.ts";

const LARGEST = 127;
const ZERO = 128;

/**
 * A matrix as one byte a number and one scale a row: a quarter of the size, and decisions stay the same, since the
 * rounding of many columns averages out.
 * @param matrix row-major, `columns` wide
 */
export function encodeBytes(name: string, matrix: Float32Array, columns: number): Record<string, Tensor> {
  const rows = matrix.length / columns;
  const steps = new Float32Array(rows);
  const bytes = new Uint8Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let c = 0; c < columns; c++) largest = Math.max(largest, Math.abs(matrix[row * columns + c] as number));
    const step = stepFor(largest);
    steps[row] = step;
    for (let c = 0; c < columns; c++) {
      const at = row * columns + c;
      bytes[at] = ZERO + (step === 0 ? 0 : Math.round((matrix[at] as number) / step));
    }
  }
  return {
    [`${name}.steps`]: { shape: [rows], data: steps },
    [`${name}.bytes`]: { shape: [rows, columns], data: bytes },
  };
}

const STEP_BITS = 16;

/** A step of 16 significant bits, rounded up: 127 of it are exact, so that what was rounded once stays as it is. */
function stepFor(largest: number): number {
  if (largest === 0) return 0;
  const unit = 2 ** (Math.floor(Math.log2(largest / LARGEST)) - STEP_BITS + 1);
  return Math.fround(Math.ceil(largest / LARGEST / unit) * unit);
}

/** @throws SignalboxError invalid_input when the tensors are absent or do not belong together */
export function decodeBytes(
  name: string,
  tensors: ReadonlyMap<string, Tensor>,
): { values: Float32Array; columns: number } {
  const steps = tensors.get(`${name}.steps`);
  const bytes = tensors.get(`${name}.bytes`);
  const [rows, columns] = bytes?.shape ?? [];
  if (
    !(steps?.data instanceof Float32Array) ||
    !(bytes?.data instanceof Uint8Array) ||
    rows !== steps.data.length ||
    columns === undefined
  ) {
    return refuseArtifact(`the tensors of ${name} are absent or do not belong together`);
  }
  const values = new Float32Array(bytes.data.length);
  for (let row = 0; row < rows; row++) {
    const step = steps.data[row] as number;
    for (let c = 0; c < columns; c++) {
      const at = row * columns + c;
      values[at] = step * ((bytes.data[at] as number) - ZERO);
    }
  }
  return { values, columns };
}

/** The matrix as it will be after it was written and read: what is measured is then what serves. */
export function rounded(matrix: Float32Array, columns: number): Float32Array {
  const tensors = encodeBytes("m", matrix, columns);
  return decodeBytes("m", new Map(Object.entries(tensors))).values;
}
