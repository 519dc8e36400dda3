const NEWTON_STEPS = 30;
/** Keeps the curve near the softmax where there are too few texts to know better, in texts. */
const PRIOR = 4;
const EDGE = 1e-9;

/** How the best class's probability is corrected: logit p' = slope x logit p + offset. */
export interface BestCurve {
  slope: number;
  offset: number;
}

/** Leaves everything as it is. */
export const UNCORRECTED: BestCurve = { slope: 1, offset: 0 };

const logit = (p: number) => Math.log(Math.max(EDGE, p) / Math.max(EDGE, 1 - p));
const logistic = (z: number) => 1 / (1 + Math.exp(-z));

/**
 * Platt's scaling of the best class's probability (Platt, "Probabilistic outputs for support vector machines", 1999): one
 * sharpness for all classes cannot be right both where a text is clear and where it is not.
 * @param best probability of the best class, and whether it was the right one
 */
export function fitBestCurve(best: readonly { probability: number; right: boolean }[]): BestCurve {
  let { slope, offset } = UNCORRECTED;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    let [gs, go, hss, hso, hoo] = [PRIOR * (slope - 1), PRIOR * offset, PRIOR, 0, PRIOR];
    for (const { probability, right } of best) {
      const x = logit(probability);
      const p = logistic(slope * x + offset);
      const error = p - (right ? 1 : 0);
      const curvature = p * (1 - p);
      gs += error * x;
      go += error;
      hss += curvature * x * x;
      hso += curvature * x;
      hoo += curvature;
    }
    const determinant = hss * hoo - hso * hso;
    const [ds, du] = [(hoo * gs - hso * go) / determinant, (hss * go - hso * gs) / determinant];
    slope -= ds;
    offset -= du;
    if (Math.abs(ds) + Math.abs(du) < 1e-10) break;
  }
  // A curve that falls would call the surest text the least sure: there is nothing to learn from.
  return slope > 0 && Number.isFinite(offset) ? { slope, offset } : UNCORRECTED;
}

/** Corrects the best one's probability; the others share the rest as before. */
export function correctBest(probabilities: Float64Array, { slope, offset }: BestCurve): Float64Array {
  let best = 0;
  for (let c = 1; c < probabilities.length; c++) {
    if ((probabilities[c] as number) > (probabilities[best] as number)) best = c;
  }
  const before = probabilities[best] as number;
  const after = logistic(slope * logit(before) + offset);
  const rest = before < 1 ? (1 - after) / (1 - before) : 0;
  // The order stays: what was second is never made more probable than the best.
  let second = 0;
  for (let c = 0; c < probabilities.length; c++) if (c !== best) second = Math.max(second, probabilities[c] as number);
  if (second * rest > after) return probabilities;
  return probabilities.map((probability, c) => (c === best ? after : probability * rest));
}
