/** A probability moved by so many logits; certainty stays. */
export function shiftProbability(probability: number, logits: number): number {
  if (logits === 0 || probability <= 0 || probability >= 1) return probability;
  const odds = (probability / (1 - probability)) * Math.exp(logits);
  return odds / (1 + odds);
}
