import { diagonalise, tridiagonalise } from "./tridiagonal.ts";

/** Eigenvalues in descending order and, as rows of `vectors`, their eigenvectors of length 1. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array;
}

/**
 * Eigendecomposition of a symmetric matrix by Householder's tridiagonal form and the implicit QL method (Golub & Van Loan,
 * "Matrix Computations", 8.3; EISPACK's tred2 and tql2): exact to rounding of the largest eigenvalue and the same on every
 * run. Eigenvectors of equal eigenvalues are any basis of what they span.
 * @param matrix size x size, row-major; not changed.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  if (size === 0) return { values: new Float64Array(0), vectors: new Float64Array(0) };
  const form = tridiagonalise(matrix, size);
  diagonalise(form, size);
  const { diagonal, vectors } = form;
  const order = Array.from({ length: size }, (_, i) => i);
  order.sort((i, j) => (diagonal[j] as number) - (diagonal[i] as number) || i - j);
  const sorted = new Float64Array(size * size);
  order.forEach((from, to) => {
    sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i] as number), vectors: sorted };
}
