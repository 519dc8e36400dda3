/** Logits an agent must fall or rise for it to be a change worth finding. */
const SHIFT = 1;

/**
 * Page's cumulative sum test in both directions on outcomes of known expectation (Page, "Continuous inspection schemes",
 * Biometrika 1954): the log likelihood ratio of a success probability a logit lower (or higher) against the expected
 * one, summed since it last was worth nothing. An alarm means a change, and the sum's start is when it probably began.
 */
export class ChangeDetector {
  readonly #threshold: number;
  #lower = 0;
  #higher = 0;
  /** Outcomes since each sum last was zero. */
  #sinceLower = 0;
  #sinceHigher = 0;

  /** @param threshold log likelihood ratio of an alarm; false alarms are some exp(threshold) outcomes apart, and more. */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /**
   * @param score 0-1. @param logit of what was expected of it.
   * @returns how many of the newest outcomes, this one among them, lie after the change; 0: no alarm. It then starts anew.
   */
  observe(score: number, logit: number): number {
    this.#lower = Math.max(0, this.#lower + evidence(score, logit, -SHIFT));
    this.#higher = Math.max(0, this.#higher + evidence(score, logit, SHIFT));
    this.#sinceLower = this.#lower === 0 ? 0 : this.#sinceLower + 1;
    this.#sinceHigher = this.#higher === 0 ? 0 : this.#sinceHigher + 1;
    const since =
      this.#lower >= this.#threshold ? this.#sinceLower : this.#higher >= this.#threshold ? this.#sinceHigher : 0;
    if (since > 0) [this.#lower, this.#higher, this.#sinceLower, this.#sinceHigher] = [0, 0, 0, 0];
    return since;
  }
}

/** Log likelihood ratio of a shifted logit against the expected one, for a score between failure and success too. */
function evidence(score: number, logit: number, shift: number): number {
  return score * shift + softplus(logit) - softplus(logit + shift);
}

/** log(1 + e^x). */
function softplus(x: number): number {
  return x > 30 ? x : Math.log1p(Math.exp(x));
}
