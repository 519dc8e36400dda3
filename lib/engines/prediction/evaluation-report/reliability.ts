import type { ReliabilityBin } from "#lib/contracts/evaluation.ts";
import { BINS } from "../calibration.ts";
import { rateView } from "../wilson.ts";

/**
 * The points of a reliability diagram: pairs in order of probability in ten bins of equal count, as the calibration error
 * has them, each with the 95% Wilson interval of what was observed. Fewer pairs than bins give fewer bins.
 */
export function reliabilityBins(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): ReliabilityBin[] {
  const count = probabilities.length;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
  );
  const bins: ReliabilityBin[] = [];
  for (let bin = 0; bin < BINS; bin++) {
    const pairs = order.subarray(Math.round((bin * count) / BINS), Math.round(((bin + 1) * count) / BINS));
    if (pairs.length === 0) continue;
    let [predicted, observed] = [0, 0];
    for (const pair of pairs) {
      predicted += probabilities[pair] as number;
      observed += outcomes[pair] as number;
    }
    const { rate, low, high } = rateView(observed, pairs.length);
    bins.push({ count: pairs.length, predicted: predicted / pairs.length, observed: rate ?? 0, low, high });
  }
  return bins;
}
