/** A weighted least-squares problem as sums: `gram` is width x width (row-major, symmetric), `moment` one number a feature. */
export interface LeastSquares {
  gram: Float64Array;
  moment: Float64Array;
  rows: number;
}

/**
 * Sums of weighted least-squares problems by fold and group (an agent), from which the problem of any agent without any
 * fold follows by subtraction: cross-validation then costs no further pass over the rows.
 */
export class RidgeStatistics {
  readonly width: number;
  readonly groups: number;
  readonly folds: number;
  private readonly cells: LeastSquares[];

  constructor(width: number, groups: number, folds: number) {
    this.width = width;
    this.groups = groups;
    this.folds = folds;
    this.cells = Array.from({ length: groups * folds }, () => emptyProblem(width));
  }

  /** Counts one row: features `x` at `offset` of `matrix`, response and weight of it. */
  add(group: number, fold: number, matrix: Float64Array, offset: number, response: number, weight: number): void {
    const { width } = this;
    const cell = this.cells[group * this.folds + fold] as LeastSquares;
    const { gram, moment } = cell;
    cell.rows++;
    for (let i = 0; i < width; i++) {
      const scaled = weight * (matrix[offset + i] as number);
      moment[i] = (moment[i] as number) + scaled * response;
      const row = i * width;
      // The lower triangle is filled in when the sums are read.
      for (let j = i; j < width; j++)
        gram[row + j] = (gram[row + j] as number) + scaled * (matrix[offset + j] as number);
    }
  }

  /** The problem of each group, and of all together, without one fold (-1: with all). */
  without(fold: number): { total: LeastSquares; byGroup: LeastSquares[] } {
    const total = emptyProblem(this.width);
    const byGroup = Array.from({ length: this.groups }, (_, group) => {
      const sum = emptyProblem(this.width);
      for (let own = 0; own < this.folds; own++) {
        if (own !== fold) addTo(sum, this.cells[group * this.folds + own] as LeastSquares);
      }
      addTo(total, sum);
      mirror(sum.gram, this.width);
      return sum;
    });
    mirror(total.gram, this.width);
    return { total, byGroup };
  }
}

function emptyProblem(width: number): LeastSquares {
  return { gram: new Float64Array(width * width), moment: new Float64Array(width), rows: 0 };
}

function addTo(sum: LeastSquares, part: LeastSquares): void {
  if (part.rows === 0) return;
  sum.rows += part.rows;
  for (let i = 0; i < sum.gram.length; i++) sum.gram[i] = (sum.gram[i] as number) + (part.gram[i] as number);
  for (let i = 0; i < sum.moment.length; i++) sum.moment[i] = (sum.moment[i] as number) + (part.moment[i] as number);
}

function mirror(gram: Float64Array, width: number): void {
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) gram[i * width + j] = gram[j * width + i] as number;
}
