/** P(Z <= z), standard normal (Abramowitz & Stegun 26.2.17, error below 7.5e-8). */
export function normalBelow(z: number): number {
  const size = Math.abs(z);
  if (size > 8) return z > 0 ? 1 : 0;
  const t = 1 / (1 + 0.2316419 * size);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-size * size) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}

/** The z with P(Z <= z) = probability, to 1e-6; found by bisection on normalBelow, so that both agree. Within +-8. */
export function normalQuantile(probability: number): number {
  let low = -8;
  let high = 8;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
