/** Rows of a sparse matrix in compressed form: row r holds `columns` and `values` from `starts[r]` to `starts[r + 1]`. */
export interface SparseRows {
  count: number;
  width: number;
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

interface Row {
  indices: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Packs rows of a matrix of `width` columns; their order is kept. */
export function packRows(rows: readonly Row[], width: number): SparseRows {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    starts[r + 1] = (starts[r] as number) + row.indices.length;
  });
  const size = starts[rows.length] as number;
  const columns = new Int32Array(size);
  const values = new Float32Array(size);
  rows.forEach((row, r) => {
    columns.set(row.indices, starts[r]);
    values.set(row.values, starts[r]);
  });
  return { count: rows.length, width, starts, columns, values };
}

/** Squared length of every row. */
export function squaredNorms({ count, starts, values }: SparseRows): Float64Array {
  const norms = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    let sum = 0;
    for (let i = starts[r] as number; i < (starts[r + 1] as number); i++) sum += (values[i] as number) ** 2;
    norms[r] = sum;
  }
  return norms;
}
