import { ChangeDetector } from "./change-detector.ts";
import type { LiveOutcome, LiveSettings } from "./live-settings.ts";

/** Newest outcomes kept, so that those before a change can be dropped. */
export const KEPT = 64;
/** Variance, in logits, an agent is given to move after a change was found. */
export const CHANGED_VARIANCE = 2;
const HOUR_MS = 3_600_000;
const LEAST = 1e-3;

/** What an agent did lately on one type of task: discounted sums, the newest outcomes, and a watch for changes. */
export class LiveCell {
  /** Discounted: weight, successes, expected successes. */
  weight = 0;
  successes = 0;
  expected = 0;
  /** How unsure the predictor was, in the newest outcome. */
  expectedSd = 0;
  /** All ever counted here. */
  outcomes = 0;
  /** Correction in logits beyond the agent's own; set by LiveRecord. */
  offset = 0;
  #changed = false;
  #newest: Pick<LiveOutcome, "score" | "expected" | "atMs">[] = [];
  #atMs = 0;
  readonly #detector: ChangeDetector;
  readonly #settings: LiveSettings;

  constructor(settings: LiveSettings) {
    this.#settings = settings;
    this.#detector = new ChangeDetector(settings.changeThreshold);
  }

  /** Counts an outcome. @param offset the whole correction that was believed when it came. @returns outcomes after a change, 0: none. */
  observe(outcome: LiveOutcome, offset: number): number {
    const { score, expected, atMs } = outcome;
    this.decayTo(atMs);
    this.outcomes++;
    this.#add(outcome);
    this.expectedSd = outcome.expectedSd;
    this.#newest.push({ score, expected, atMs });
    if (this.#newest.length > KEPT) this.#newest.shift();
    const since = this.#detector.observe(score, logitOf(expected) + offset);
    if (since > 0) this.keepNewest(since);
    return since;
  }

  /** Drops all outcomes but the newest: the agent has changed. */
  keepNewest(count: number): void {
    this.#changed = true;
    const kept = count === 0 ? [] : this.#newest.slice(-count);
    const nowMs = this.#atMs;
    [this.weight, this.successes, this.expected] = [0, 0, 0];
    this.#newest = kept;
    this.#atMs = kept[0]?.atMs ?? nowMs;
    for (const outcome of kept) {
      this.decayTo(outcome.atMs);
      this.#add(outcome);
    }
    this.decayTo(nowMs);
  }

  /** Outcomes of before `fromMs` are dropped. */
  keepSince(fromMs: number): void {
    this.keepNewest(this.#newest.filter(({ atMs }) => atMs >= fromMs).length);
  }

  /** Discounts by the time that has passed. */
  decayTo(nowMs: number): void {
    if (this.#atMs > 0 && nowMs > this.#atMs) {
      this.#scale(2 ** (-(nowMs - this.#atMs) / (HOUR_MS * this.#settings.halfLifeHours)));
    }
    this.#atMs = Math.max(this.#atMs, nowMs);
  }

  /** Half of how far this cell may stray, in logits squared; the other half is the agent's as a whole. */
  get variance(): number {
    const { driftSd } = this.#settings;
    return (driftSd * driftSd + this.expectedSd ** 2) / 2 + (this.#changed ? CHANGED_VARIANCE : 0);
  }

  /** Logit of what was expected on average. */
  get logit(): number {
    return logitOf(this.expected / this.weight);
  }

  #add({ score, expected }: Pick<LiveOutcome, "score" | "expected">): void {
    this.#scale(2 ** (-1 / this.#settings.halfLifeOutcomes));
    this.weight++;
    this.successes += score;
    this.expected += expected;
  }

  #scale(factor: number): void {
    this.weight *= factor;
    this.successes *= factor;
    this.expected *= factor;
  }
}

/** Finite for 0 and 1 too. */
export function logitOf(probability: number): number {
  const inside = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(inside / (1 - inside));
}
