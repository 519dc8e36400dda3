import type { Random } from "#lib/core/random.ts";
import { type SparseRows, squaredNorms } from "./sparse-rows.ts";

/** Classes of a row that are looked at between full rounds; a row rarely has more rivals at its margin. */
const HOT = 16;
const HOT_PASSES = 15;
const MAX_ROUNDS = 12;
/** A round whose largest violation of optimality is below this ends the fit; scores lie around -1 to 1. */
const TOLERANCE = 0.1;
/** The fit also ends when no larger share of the rows is off its best. */
const LEFT_OVER = 0.005;

export interface SvmOptions {
  /** Price of a row on the wrong side of its margin, against the length of the weights. */
  cost: number;
  random: Random;
  /** Called after each round with the share of the most rounds there can be. */
  onRound?: ((share: number) => void) | undefined;
}

/**
 * Linear multiclass support vector machine (Crammer & Singer, "On the algorithmic implementation of multiclass
 * kernel-based vector machines", 2001) by the sequential dual method (Keerthi et al., 2008): one row at a time, all its
 * classes at once. Between full rounds only the classes near a row's margin are moved, which is what makes it fast.
 * @param labels class of each row, 0 to classCount - 1
 * @returns weights, row-major [column * classCount + class]; the score of a class is its weights times the row
 */
export function fitMulticlassSvm(
  rows: SparseRows,
  labels: Int32Array,
  classCount: number,
  { cost, random, onRound }: SvmOptions,
): Float32Array {
  const problem = new DualProblem(rows, labels, classCount, cost);
  const order = Int32Array.from({ length: rows.count }, (_, row) => row);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let pending = improveAll(problem, shuffled(order, random), true);
    if (pending.length <= order.length * LEFT_OVER) break;
    // Rows that are at their best stay out until the next full round.
    for (let pass = 0; pass < HOT_PASSES && pending.length > 0; pass++) {
      pending = improveAll(problem, shuffled(pending, random), false);
    }
    onRound?.((round + 1) / MAX_ROUNDS);
  }
  return problem.weights;
}

/** @returns the rows that were not at their best, in the same order */
function improveAll(problem: DualProblem, order: Int32Array, full: boolean): Int32Array {
  const moved = new Int32Array(order.length);
  let count = 0;
  for (const row of order) if (problem.improve(row, full) >= TOLERANCE) moved[count++] = row;
  return moved.subarray(0, count);
}

function shuffled(rows: Int32Array, random: Random): Int32Array {
  const order = rows.slice();
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
  return order;
}

class DualProblem {
  readonly weights: Float32Array;
  /** Dual variables, [row * classes + class]: at most `cost` for the row's own class, at most 0 for the others. */
  private readonly alpha: Float32Array;
  private readonly hot: Int32Array;
  private readonly hotCount: Int32Array;
  private readonly norms: Float64Array;
  private readonly gradient: Float64Array;
  private readonly shifted: Float64Array;
  private readonly all: Int32Array;
  private readonly active: Int32Array;
  private readonly changed: Int32Array;
  private readonly changes: Float64Array;

  private readonly rows: SparseRows;
  private readonly labels: Int32Array;
  private readonly classes: number;
  private readonly cost: number;

  constructor(rows: SparseRows, labels: Int32Array, classes: number, cost: number) {
    this.rows = rows;
    this.labels = labels;
    this.classes = classes;
    this.cost = cost;
    this.weights = new Float32Array(rows.width * classes);
    this.alpha = new Float32Array(rows.count * classes);
    this.hot = new Int32Array(rows.count * HOT);
    this.hotCount = new Int32Array(rows.count);
    this.norms = squaredNorms(rows);
    this.gradient = new Float64Array(classes);
    this.shifted = new Float64Array(classes);
    this.all = Int32Array.from({ length: classes }, (_, c) => c);
    this.active = new Int32Array(HOT);
    this.changed = new Int32Array(classes);
    this.changes = new Float64Array(classes);
  }

  /** Moves the row's dual variables to their best values given all others. @returns how far from it they were */
  improve(row: number, full: boolean): number {
    const norm = this.norms[row] as number;
    if (norm === 0) return 0;
    const active = full ? this.all : this.hotClasses(row);
    this.computeGradient(row, active);
    const violation = this.violation(row, active);
    if (full) this.chooseHot(row);
    if (violation < TOLERANCE / 10) return violation;
    this.solve(row, norm, active);
    return violation;
  }

  private hotClasses(row: number): Int32Array {
    const count = this.hotCount[row] as number;
    for (let i = 0; i < count; i++) this.active[i] = this.hot[row * HOT + i] as number;
    return this.active.subarray(0, count);
  }

  private computeGradient(row: number, active: Int32Array): void {
    const { classes, weights, gradient } = this;
    const { starts, columns, values } = this.rows;
    const own = this.labels[row] as number;
    const end = starts[row + 1] as number;
    for (const c of active) gradient[c] = c === own ? 0 : 1;
    if (active.length === classes) {
      for (let i = starts[row] as number; i < end; i++) {
        const value = values[i] as number;
        const base = (columns[i] as number) * classes;
        for (let c = 0; c < classes; c++) {
          gradient[c] = (gradient[c] as number) + value * (weights[base + c] as number);
        }
      }
      return;
    }
    for (let i = starts[row] as number; i < end; i++) {
      const value = values[i] as number;
      const base = (columns[i] as number) * classes;
      for (let a = 0; a < active.length; a++) {
        const c = active[a] as number;
        gradient[c] = (gradient[c] as number) + value * (weights[base + c] as number);
      }
    }
  }

  /** Largest gradient minus the least one among classes whose variable may still grow. */
  private violation(row: number, active: Int32Array): number {
    const own = this.labels[row] as number;
    let most = Number.NEGATIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    for (const c of active) {
      const slope = this.gradient[c] as number;
      if (slope > most) most = slope;
      const bound = c === own ? this.cost : 0;
      if ((this.alpha[row * this.classes + c] as number) < bound && slope < least) least = slope;
    }
    return least === Number.POSITIVE_INFINITY ? 0 : most - least;
  }

  /** The own class, those that hold it back, then its nearest rivals. */
  private chooseHot(row: number): void {
    const { classes, gradient, hot, alpha } = this;
    const own = this.labels[row] as number;
    const from = row * HOT;
    hot[from] = own;
    let count = 1;
    for (let c = 0; c < classes && count < HOT; c++) {
      if (c !== own && (alpha[row * classes + c] as number) !== 0) hot[from + count++] = c;
    }
    // A class with less than the margin's slope cannot become active unless the weights move far.
    const wanted = Math.min(HOT, count + 6);
    while (count < wanted) {
      let best = -1;
      for (let c = 0; c < classes; c++) {
        if (best >= 0 && (gradient[c] as number) <= (gradient[best] as number)) continue;
        if (!this.isHot(from, count, c)) best = c;
      }
      if (best < 0) break;
      hot[from + count++] = best;
    }
    this.hotCount[row] = count;
  }

  private isHot(from: number, count: number, c: number): boolean {
    for (let i = 0; i < count; i++) if (this.hot[from + i] === c) return true;
    return false;
  }

  /** Exact solution of the row's own problem (Crammer & Singer, section 6), then the weights follow. */
  private solve(row: number, norm: number, active: Int32Array): void {
    const { classes, alpha, gradient, shifted, cost, changed, changes } = this;
    const own = this.labels[row] as number;
    const at = row * classes;
    const sorted = shifted.subarray(0, active.length);
    for (let a = 0; a < active.length; a++) {
      const c = active[a] as number;
      const rest = (gradient[c] as number) - norm * (alpha[at + c] as number);
      gradient[c] = rest;
      sorted[a] = c === own ? rest + norm * cost : rest;
    }
    sorted.sort();
    let beta = (sorted[active.length - 1] as number) - norm * cost;
    let r = 1;
    while (r < active.length && beta < r * (sorted[active.length - 1 - r] as number)) {
      beta += sorted[active.length - 1 - r] as number;
      r++;
    }
    beta /= r;
    let count = 0;
    for (const c of active) {
      const next = Math.min(c === own ? cost : 0, (beta - (gradient[c] as number)) / norm);
      const change = next - (alpha[at + c] as number);
      if (Math.abs(change) < 1e-9) continue;
      alpha[at + c] = next;
      changed[count] = c;
      changes[count++] = change;
    }
    if (count > 0) this.follow(row, count);
  }

  private follow(row: number, count: number): void {
    const { classes, weights, changed, changes } = this;
    const { starts, columns, values } = this.rows;
    const end = starts[row + 1] as number;
    for (let i = starts[row] as number; i < end; i++) {
      const value = values[i] as number;
      const base = (columns[i] as number) * classes;
      for (let k = 0; k < count; k++) {
        const cell = base + (changed[k] as number);
        weights[cell] = (weights[cell] as number) + value * (changes[k] as number);
      }
    }
  }
}
