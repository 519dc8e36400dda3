const EPSILON = 2 ** -52;

/** A symmetric matrix as T of three diagonals, and the rotation to it: one column of the rotation a row of `vectors`. */
export interface Tridiagonal {
  diagonal: Float64Array;
  /** Below the diagonal; the first is unused. */
  below: Float64Array;
  vectors: Float64Array;
}

/** Householder's reduction from the last row up (EISPACK's tred2). @param matrix size x size; not changed */
export function tridiagonalise(matrix: Float64Array, size: number): Tridiagonal {
  // Symmetric, so that columns may be read as rows: every loop below runs along memory.
  const v = matrix.slice();
  const d = v.slice((size - 1) * size);
  const e = new Float64Array(size);
  for (let i = size - 1; i > 0; i--) d[i] = reflect(v, d, e, size, i);
  accumulate(v, d, size);
  return { diagonal: d, below: e, vectors: v };
}

/** Takes row i to its last two entries. @param d row i on entry, row i - 1 afterwards @returns half the squared length */
function reflect(v: Float64Array, d: Float64Array, e: Float64Array, size: number, i: number): number {
  let scale = 0;
  for (let k = 0; k < i; k++) scale += Math.abs(d[k] as number);
  if (scale === 0) {
    e[i] = d[i - 1] as number;
    for (let j = 0; j < i; j++) {
      d[j] = v[j * size + i - 1] as number;
      v[j * size + i] = 0;
      v[i * size + j] = 0;
    }
    return 0;
  }
  let h = 0;
  for (let k = 0; k < i; k++) {
    const scaled = (d[k] as number) / scale;
    d[k] = scaled;
    h += scaled * scaled;
  }
  const last = d[i - 1] as number;
  const length = last > 0 ? -Math.sqrt(h) : Math.sqrt(h);
  e[i] = scale * length;
  h -= last * length;
  d[i - 1] = last - length;
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const f = d[j] as number;
    const row = j * size;
    v[i * size + j] = f;
    let g = (e[j] as number) + (v[row + j] as number) * f;
    for (let k = j + 1; k < i; k++) {
      g += (v[row + k] as number) * (d[k] as number);
      e[k] = (e[k] as number) + (v[row + k] as number) * f;
    }
    e[j] = g;
  }
  let along = 0;
  for (let j = 0; j < i; j++) {
    e[j] = (e[j] as number) / h;
    along += (e[j] as number) * (d[j] as number);
  }
  const half = along / (h + h);
  for (let j = 0; j < i; j++) e[j] = (e[j] as number) - half * (d[j] as number);
  for (let j = 0; j < i; j++) {
    const f = d[j] as number;
    const g = e[j] as number;
    const row = j * size;
    for (let k = j; k < i; k++) v[row + k] = (v[row + k] as number) - (f * (e[k] as number) + g * (d[k] as number));
    d[j] = v[row + i - 1] as number;
    v[row + i] = 0;
  }
  return h;
}

/** Multiplies the reflections out, which tridiagonalise has left in v. */
function accumulate(v: Float64Array, d: Float64Array, size: number): void {
  const end = size - 1;
  for (let i = 0; i < end; i++) {
    v[i * size + end] = v[i * size + i] as number;
    v[i * size + i] = 1;
    const h = d[i + 1] as number;
    const reflection = (i + 1) * size;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = (v[reflection + k] as number) / h;
      for (let j = 0; j <= i; j++) {
        const row = j * size;
        let g = 0;
        for (let k = 0; k <= i; k++) g += (v[reflection + k] as number) * (v[row + k] as number);
        for (let k = 0; k <= i; k++) v[row + k] = (v[row + k] as number) - g * (d[k] as number);
      }
    }
    v.fill(0, reflection, reflection + i + 1);
  }
  for (let j = 0; j < size; j++) {
    d[j] = v[j * size + end] as number;
    v[j * size + end] = 0;
  }
  v[end * size + end] = 1;
}

/** The implicit QL method (EISPACK's tql2): afterwards `diagonal` holds the eigenvalues, the rows of `vectors` are theirs. */
export function diagonalise({ diagonal: d, below: e, vectors }: Tridiagonal, size: number): void {
  e.copyWithin(0, 1);
  e[size - 1] = 0;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < size; l++) {
    largest = Math.max(largest, Math.abs(d[l] as number) + Math.abs(e[l] as number));
    let m = l;
    while (Math.abs(e[m] as number) > EPSILON * largest) m++;
    if (m > l) {
      do shift += sweep(d, e, vectors, size, l, m);
      while (Math.abs(e[l] as number) > EPSILON * largest);
    }
    d[l] = (d[l] as number) + shift;
    e[l] = 0;
  }
}

/** One implicit QL sweep over rows l to m. @returns by how much it has shifted the diagonal */
function sweep(d: Float64Array, e: Float64Array, v: Float64Array, size: number, l: number, m: number): number {
  const first = d[l] as number;
  const ratio = ((d[l + 1] as number) - first) / (2 * (e[l] as number));
  const root = ratio < 0 ? -Math.hypot(ratio, 1) : Math.hypot(ratio, 1);
  d[l] = (e[l] as number) / (ratio + root);
  d[l + 1] = (e[l] as number) * (ratio + root);
  const next = d[l + 1] as number;
  const shift = first - (d[l] as number);
  for (let i = l + 2; i < size; i++) d[i] = (d[i] as number) - shift;
  const below = e[l + 1] as number;
  let p = d[m] as number;
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * (e[i] as number);
    const h = c * p;
    const r = Math.hypot(p, e[i] as number);
    e[i + 1] = s * r;
    s = (e[i] as number) / r;
    c = p / r;
    p = c * (d[i] as number) - s * g;
    d[i + 1] = h + s * (c * g + s * (d[i] as number));
    turn(v, i * size, size, c, s);
  }
  p = (-s * s2 * c3 * below * (e[l] as number)) / next;
  e[l] = s * p;
  d[l] = c * p;
  return shift;
}

/** Rotates the row at `from` and the one after it. */
function turn(v: Float64Array, from: number, size: number, c: number, s: number): void {
  for (let at = from; at < from + size; at++) {
    const x = v[at] as number;
    const y = v[at + size] as number;
    v[at + size] = s * x + c * y;
    v[at] = c * x - s * y;
  }
}
