/**
 * Which of many tests to believe, so that at most a share `rate` of the believed ones is expected to be chance (Benjamini &
 * Hochberg, "Controlling the false discovery rate", JRSS B 1995). Order and ties change nothing.
 */
export function discoveries(pValues: readonly number[], rate: number): boolean[] {
  const sorted = [...pValues].sort((a, b) => a - b);
  let limit = -1;
  sorted.forEach((p, i) => {
    if (p <= (rate * (i + 1)) / sorted.length) limit = p;
  });
  return pValues.map((p) => p <= limit);
}
