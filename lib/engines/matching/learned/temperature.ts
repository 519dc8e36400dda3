const STEPS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Bounds of the logarithm of the sharpness. */
const LOW = Math.log(0.2);
const HIGH = Math.log(40);

/** Probabilities of the first `known` classes: softmax of sharpness x score. */
export function softmax(scores: ArrayLike<number>, known: number, sharpness: number): Float64Array {
  let best = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < known; c++) best = Math.max(best, scores[c] as number);
  const probabilities = new Float64Array(known);
  let sum = 0;
  for (let c = 0; c < known; c++) {
    const raised = Math.exp(sharpness * ((scores[c] as number) - best));
    probabilities[c] = raised;
    sum += raised;
  }
  for (let c = 0; c < known; c++) probabilities[c] = (probabilities[c] as number) / sum;
  return probabilities;
}

/**
 * The sharpness under which the right classes were most likely: temperature scaling (Guo et al., "On calibration of
 * modern neural networks", 2017), one number, so that a few examples suffice.
 * @param scored scores by models that had not seen the text, and its class
 */
export function fitSharpness(scored: readonly { scores: ArrayLike<number>; label: number }[], known: number): number {
  const loss = (logSharpness: number) => {
    const sharpness = Math.exp(logSharpness);
    let sum = 0;
    for (const { scores, label } of scored) {
      sum -= Math.log(Math.max(1e-12, softmax(scores, known, sharpness)[label] as number));
    }
    return sum;
  };
  // Golden section search: the loss is convex in the sharpness, so it has one valley in its logarithm.
  let [low, high] = [LOW, HIGH];
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let [lossLeft, lossRight] = [loss(left), loss(right)];
  for (let step = 0; step < STEPS && high - low > 1e-3; step++) {
    if (lossLeft <= lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - GOLDEN * (high - low);
      lossLeft = loss(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + GOLDEN * (high - low);
      lossRight = loss(right);
    }
  }
  return Math.exp((low + high) / 2);
}
