import { ChangeDetector } from "./change-detector.ts";
import { CHANGED_VARIANCE, KEPT, LiveCell, logitOf } from "./live-cell.ts";
import type { LiveOutcome, LiveSettings } from "./live-settings.ts";

/** What recent outcomes do to a prediction. */
export interface Correction {
  /** Added to the logit of the predicted success. */
  offsetLogit: number;
  /** What outcomes of this type measured, as a precision in logits: the prediction is so much surer. */
  precision: number;
  /** Outcomes since the predictor was put into production, of this type and of all. */
  typeOutcomes: number;
  outcomes: number;
  /** Of the newest, at most 20. */
  recentFailed: number;
  recentOutcomes: number;
}

const RECENT = 20;
const SWEEPS = 3;
const MOST_STEP = 2;

/**
 * One agent's recent outcomes over all types: its correction on a type is the agent's own plus the type's, both shrunk
 * towards none (maximum a posteriori of a logistic model with two normal levels, on discounted counts).
 */
export class LiveRecord {
  #outcomes = 0;
  #offset = 0;
  #changed = false;
  readonly #cells = new Map<string, LiveCell>();
  readonly #recent: boolean[] = [];
  readonly #newestMs: number[] = [];
  readonly #detector: ChangeDetector;
  readonly #settings: LiveSettings;

  constructor(settings: LiveSettings) {
    this.#settings = settings;
    // The agent as a whole is watched besides each of its types.
    this.#detector = new ChangeDetector(settings.changeThreshold);
  }

  observe(outcome: LiveOutcome): void {
    const { taskType, score, expected, atMs } = outcome;
    let cell = this.#cells.get(taskType);
    if (!cell) {
      cell = new LiveCell(this.#settings);
      this.#cells.set(taskType, cell);
    }
    this.#outcomes++;
    this.#recent.push(score < 0.5);
    if (this.#recent.length > RECENT) this.#recent.shift();
    this.#newestMs.push(atMs);
    if (this.#newestMs.length > KEPT) this.#newestMs.shift();
    const believed = this.#offset + cell.offset;
    cell.observe(outcome, believed);
    const since = this.#detector.observe(score, logitOf(expected) + believed);
    if (since > 0) this.#dropBefore(this.#newestMs.at(-since) ?? atMs);
    this.solve(atMs);
  }

  /** Brings the correction up to date with the time that has passed. */
  solve(nowMs: number): void {
    const cells = [...this.#cells.values()];
    for (const cell of cells) cell.decayTo(nowMs);
    const own = this.#variance(cells);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      this.#offset = newton(this.#offset, own, cells, (cell) => cell.offset);
      for (const cell of cells) cell.offset = newton(cell.offset, cell.variance, [cell], () => this.#offset);
    }
  }

  correction(taskType: string): Correction {
    const cell = this.#cells.get(taskType);
    const offsetLogit = this.#offset + (cell?.offset ?? 0);
    return {
      offsetLogit,
      precision: cell ? information(cell, offsetLogit) : 0,
      typeOutcomes: cell?.outcomes ?? 0,
      outcomes: this.#outcomes,
      recentFailed: this.#recent.filter((failed) => failed).length,
      recentOutcomes: this.#recent.length,
    };
  }

  #dropBefore(fromMs: number): void {
    this.#changed = true;
    for (const cell of this.#cells.values()) cell.keepSince(fromMs);
  }

  #variance(cells: readonly LiveCell[]): number {
    const { driftSd } = this.#settings;
    const unsure = cells.reduce((most, { expectedSd }) => Math.max(most, expectedSd), 0);
    return (driftSd * driftSd + unsure * unsure) / 2 + (this.#changed ? CHANGED_VARIANCE : 0);
  }
}

/** One offset that all given cells share, on top of what else each has: two damped Newton steps. */
function newton(start: number, variance: number, cells: readonly LiveCell[], rest: (cell: LiveCell) => number): number {
  let offset = start;
  for (let step = 0; step < 2; step++) {
    let slope = -offset / variance;
    let curvature = 1 / variance;
    for (const cell of cells) {
      if (cell.weight < 1e-6) continue;
      const p = sigmoid(cell.logit + offset + rest(cell));
      slope += cell.successes - cell.weight * p;
      curvature += cell.weight * p * (1 - p);
    }
    offset += Math.max(-MOST_STEP, Math.min(MOST_STEP, slope / curvature));
  }
  return offset;
}

function information(cell: LiveCell, offset: number): number {
  if (cell.weight < 1e-6) return 0;
  const p = sigmoid(cell.logit + offset);
  return cell.weight * p * (1 - p);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
