import { normal, seededRandom } from "#lib/core/random.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import type { SparseVector } from "./text-vectorizer.ts";

/** Directions sampled beyond those that are kept; they make the kept ones accurate. */
const OVERSAMPLING = 10;
const POWER_ITERATIONS = 2;
/** Directions of less than this share of the largest variance are rounding. */
const NEGLIGIBLE = 1e-10;

/** The `rank` right singular vectors of largest singular value: `width` x `rank`, row-major, so that projecting reads rows. */
export interface TruncatedSvd {
  rank: number;
  components: Float32Array;
  singularValues: Float64Array;
}

/**
 * Truncated singular value decomposition of a sparse matrix by random projection with power iterations (Halko, Martinsson &
 * Tropp, "Finding structure with randomness", SIAM Review 2011, algorithms 4.4 and 5.1). The same rows and seed give the
 * same bits. The rank is lower than asked for when the rows span no more.
 */
export function truncatedSvd(rows: readonly SparseVector[], width: number, rank: number, seed: number): TruncatedSvd {
  const sampled = Math.min(rank + OVERSAMPLING, rows.length, width);
  if (sampled === 0) return { rank: 0, components: new Float32Array(0), singularValues: new Float64Array(0) };
  const random = seededRandom(seed);
  let right: Float32Array = Float32Array.from({ length: width * sampled }, () => normal(random));
  let columns = sampled;
  for (let round = 0; round <= POWER_ITERATIONS; round++) {
    const left = orthonormal(times(rows, right, columns), columns);
    columns = left.columns;
    right = transposeTimes(rows, width, left.data, columns);
    if (round < POWER_ITERATIONS) {
      const basis = orthonormal(right, columns);
      right = basis.data;
      columns = basis.columns;
    }
  }
  // right = A'Q now: its left singular vectors are A's right ones.
  const { values, vectors } = symmetricEigen(gram(right, columns), columns);
  const significant = values.filter((value) => value > NEGLIGIBLE * (values[0] as number)).length;
  const kept = Math.min(rank, significant);
  const rotation = scaledVectors(vectors, values, columns, kept);
  const components = multiply(right, columns, rotation, kept);
  fixSigns(components, kept);
  return { rank: kept, components, singularValues: values.slice(0, kept).map(Math.sqrt) };
}

/** The rows' coordinates: a dense vector of `rank` numbers. */
export function project({ indices, values }: SparseVector, { rank, components }: TruncatedSvd): Float64Array {
  const dense = new Float64Array(rank);
  for (let i = 0; i < indices.length; i++) {
    const at = (indices[i] as number) * rank;
    const value = values[i] as number;
    for (let k = 0; k < rank; k++) dense[k] = (dense[k] as number) + value * (components[at + k] as number);
  }
  return dense;
}

function times(rows: readonly SparseVector[], matrix: Float32Array, columns: number): Float32Array {
  const product = new Float32Array(rows.length * columns);
  for (let row = 0; row < rows.length; row++) {
    const { indices, values } = rows[row] as SparseVector;
    const to = row * columns;
    for (let i = 0; i < indices.length; i++) {
      const from = (indices[i] as number) * columns;
      const value = values[i] as number;
      for (let k = 0; k < columns; k++) {
        product[to + k] = (product[to + k] as number) + value * (matrix[from + k] as number);
      }
    }
  }
  return product;
}

function transposeTimes(rows: readonly SparseVector[], width: number, matrix: Float32Array, columns: number) {
  const product = new Float32Array(width * columns);
  for (let row = 0; row < rows.length; row++) {
    const { indices, values } = rows[row] as SparseVector;
    const from = row * columns;
    for (let i = 0; i < indices.length; i++) {
      const to = (indices[i] as number) * columns;
      const value = values[i] as number;
      for (let k = 0; k < columns; k++) {
        product[to + k] = (product[to + k] as number) + value * (matrix[from + k] as number);
      }
    }
  }
  return product;
}

/** An orthonormal basis of the columns, by the eigenvectors of their Gram matrix: dependent columns drop out. */
function orthonormal(matrix: Float32Array, columns: number): { data: Float32Array; columns: number } {
  const { values, vectors } = symmetricEigen(gram(matrix, columns), columns);
  const kept = Math.max(1, values.filter((value) => value > NEGLIGIBLE * (values[0] as number)).length);
  return { data: multiply(matrix, columns, scaledVectors(vectors, values, columns, kept), kept), columns: kept };
}

function gram(matrix: Float32Array, columns: number): Float64Array {
  const product = new Float64Array(columns * columns);
  for (let at = 0; at < matrix.length; at += columns) {
    for (let i = 0; i < columns; i++) {
      const value = matrix[at + i] as number;
      if (value === 0) continue;
      const to = i * columns;
      for (let j = i; j < columns; j++)
        product[to + j] = (product[to + j] as number) + value * (matrix[at + j] as number);
    }
  }
  for (let i = 0; i < columns; i++)
    for (let j = 0; j < i; j++) product[i * columns + j] = product[j * columns + i] as number;
  return product;
}

/** The first `kept` eigenvectors as columns, each divided by the root of its eigenvalue. */
function scaledVectors(vectors: Float64Array, values: Float64Array, size: number, kept: number): Float64Array {
  const rotation = new Float64Array(size * kept);
  for (let k = 0; k < kept; k++) {
    const value = values[k] as number;
    const scale = value > 0 ? 1 / Math.sqrt(value) : 0;
    for (let i = 0; i < size; i++) rotation[i * kept + k] = (vectors[k * size + i] as number) * scale;
  }
  return rotation;
}

function multiply(matrix: Float32Array, columns: number, rotation: Float64Array, kept: number): Float32Array {
  const rows = matrix.length / columns;
  const product = new Float32Array(rows * kept);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) {
      const value = matrix[row * columns + i] as number;
      if (value === 0) continue;
      for (let k = 0; k < kept; k++) {
        product[row * kept + k] = (product[row * kept + k] as number) + value * (rotation[i * kept + k] as number);
      }
    }
  }
  return product;
}

/** A component and its negative are equally right; the one whose largest entry is positive is taken. */
function fixSigns(components: Float32Array, rank: number): void {
  for (let k = 0; k < rank; k++) {
    let largest = 0;
    for (let at = k; at < components.length; at += rank) {
      if (Math.abs(components[at] as number) > Math.abs(largest)) largest = components[at] as number;
    }
    if (largest >= 0) continue;
    for (let at = k; at < components.length; at += rank) components[at] = -(components[at] as number);
  }
}
