import { normal, type Random } from "#lib/core/random.ts";
import type { SparseRows } from "./sparse-rows.ts";

/** Passes over the rows; more sharpen the edge of the subspace, where little lies. */
const ITERATIONS = 3;

/**
 * The directions in which texts vary most: an orthonormal basis of the leading right singular subspace, by subspace
 * iteration from a random start (Halko, Martinsson & Tropp, "Finding structure with randomness", 2011, section 4.5).
 * Words that occur in the same texts come to lie together, so that a rare word borrows from its companions (latent
 * semantic analysis, Deerwester et al., 1990). Lengths and angles do not depend on which basis of the subspace it is.
 * @returns [column * rank + direction]; null when the rows hold too little for `rank` directions
 */
export function fitLatentBasis(rows: SparseRows, rank: number, random: Random): Float32Array | null {
  let basis = Float32Array.from({ length: rows.width * rank }, () => normal(random));
  const projected = new Float64Array(rank);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const next = new Float32Array(rows.width * rank);
    for (let row = 0; row < rows.count; row++) {
      projectRow(rows, row, basis, projected);
      for (let i = rows.starts[row] as number; i < (rows.starts[row + 1] as number); i++) {
        const value = rows.values[i] as number;
        const base = (rows.columns[i] as number) * rank;
        for (let d = 0; d < rank; d++) next[base + d] = (next[base + d] as number) + value * (projected[d] as number);
      }
    }
    if (!orthonormalise(next, rank)) return null;
    basis = next;
  }
  return basis;
}

function projectRow(rows: SparseRows, row: number, basis: Float32Array, into: Float64Array): void {
  const rank = into.length;
  into.fill(0);
  for (let i = rows.starts[row] as number; i < (rows.starts[row + 1] as number); i++) {
    const value = rows.values[i] as number;
    const base = (rows.columns[i] as number) * rank;
    for (let d = 0; d < rank; d++) into[d] = (into[d] as number) + value * (basis[base + d] as number);
  }
}

/** Makes the columns of a tall matrix orthonormal through the Cholesky factor of its Gram matrix; false when they depend on each other. */
function orthonormalise(matrix: Float32Array, rank: number): boolean {
  const gram = new Float64Array(rank * rank);
  for (let base = 0; base < matrix.length; base += rank) {
    for (let a = 0; a < rank; a++) {
      const value = matrix[base + a] as number;
      if (value === 0) continue;
      const at = a * rank;
      for (let b = 0; b <= a; b++) gram[at + b] = (gram[at + b] as number) + value * (matrix[base + b] as number);
    }
  }
  if (!cholesky(gram, rank)) return false;
  // Each row x becomes x L^-T: forward substitution.
  for (let base = 0; base < matrix.length; base += rank) {
    for (let a = 0; a < rank; a++) {
      let value = matrix[base + a] as number;
      const at = a * rank;
      for (let b = 0; b < a; b++) value -= (gram[at + b] as number) * (matrix[base + b] as number);
      matrix[base + a] = value / (gram[at + a] as number);
    }
  }
  return true;
}

/** Lower Cholesky factor in place; false when the matrix is not safely positive definite. */
function cholesky(gram: Float64Array, size: number): boolean {
  let largest = 0;
  for (let a = 0; a < size; a++) largest = Math.max(largest, gram[a * size + a] as number);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = gram[a * size + b] as number;
      for (let k = 0; k < b; k++) sum -= (gram[a * size + k] as number) * (gram[b * size + k] as number);
      if (a !== b) gram[a * size + b] = sum / (gram[b * size + b] as number);
      else if (sum <= largest * 1e-10) return false;
      else gram[a * size + a] = Math.sqrt(sum);
    }
  }
  return true;
}
