/** A straight line through logits: calibrated logit = scale x logit + shift. */
export interface Platt {
  scale: number;
  shift: number;
}

export const UNCALIBRATED: Platt = { scale: 1, shift: 0 };

const ROUNDS = 12;
/** Outcomes' worth of belief that nothing needs correcting. */
const PRIOR_ROWS = 50;
const MIN_ROWS = 200;
const [LEAST_SCALE, LARGEST_SCALE] = [0.3, 2];

/**
 * Platt scaling (Platt 1999) on predictions for outcomes that the predictor did not see: two numbers, so that the order of
 * agents never changes, by Newton's method under a prior that they are 1 and 0.
 * @param outcomes 0-1, also between.
 */
export function fitPlatt(logits: ArrayLike<number>, outcomes: ArrayLike<number>): Platt {
  const n = logits.length;
  if (n < MIN_ROWS) return UNCALIBRATED;
  let [scale, shift] = [1, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const prior = PRIOR_ROWS / 4;
    let [g0, g1] = [-prior * shift, -prior * (scale - 1)];
    let [h00, h01, h11] = [prior, 0, prior];
    for (let i = 0; i < n; i++) {
      const x = logits[i] as number;
      const p = 1 / (1 + Math.exp(-(scale * x + shift)));
      const w = p * (1 - p);
      const error = (outcomes[i] as number) - p;
      g0 += error;
      g1 += error * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    shift += (h11 * g0 - h01 * g1) / determinant;
    scale += (h00 * g1 - h01 * g0) / determinant;
    scale = Math.max(LEAST_SCALE, Math.min(LARGEST_SCALE, scale));
  }
  return { scale, shift };
}
