/**
 * Solves (matrix + diag(penalty)) x = right by Cholesky decomposition.
 * @param matrix symmetric, positive semidefinite, row-major; not changed.
 * @param penalty positive, so that the sum is positive definite.
 */
export function solveRidge(matrix: Float64Array, penalty: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (matrix[i * size + j] as number) + (i === j ? (penalty[i] as number) : 0);
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      // Rounding may take a pivot below what the penalty alone guarantees.
      if (i === j) lower[i * size + i] = Math.sqrt(Math.max(sum, 1e-12 * (penalty[i] as number)));
      else lower[i * size + j] = sum / (lower[j * size + j] as number);
    }
  }
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (lower[i * size + k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (lower[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] = (x[i] as number) - (lower[k * size + i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (lower[i * size + i] as number);
  }
  return x;
}
