/**
 * Mean waits of priority classes that do not interrupt each other's tasks, by Cobham (1954) with the many servers'
 * correction of Bondi & Buzen (1984): the wait of one class alike, times (1 - rho) / ((1 - s[k-1]) (1 - s[k])) with s[k] the
 * load of classes up to k. Their work-weighted mean is the wait without priorities again (Kleinrock's conservation law).
 * Classes whose service times are alike.
 * @param loads utilisation that each class asks for, most urgent first
 * @param waitMs mean wait of the same work without priorities; the whole load is below 1
 * @returns Infinity for classes that the more urgent ones leave no room
 */
export function priorityWaitsMs(loads: readonly number[], waitMs: number): number[] {
  const all = loads.reduce((sum, load) => sum + load, 0);
  let before = 0;
  return loads.map((load) => {
    const upTo = before + load;
    const room = (1 - before) * (1 - upTo);
    before = upTo;
    return upTo >= 1 ? Number.POSITIVE_INFINITY : (waitMs * (1 - all)) / room;
  });
}

/**
 * Jain's index of fairness (Jain, Chiu & Hawe, 1984): (sum x)^2 / (n sum x^2). 1: everybody has the same, 1/n: one has all.
 * Of nobody, or where nobody has anything, 1.
 */
export function fairness(values: readonly number[]): number {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value * value, 0);
  return squares === 0 ? 1 : (sum * sum) / (values.length * squares);
}
