/**
 * What one decision could have bought, by rising cost: candidates of which none is worth less than a cheaper one, nor
 * less than a mixture of its neighbours. For any price of a dollar the best candidate is among them.
 */
export interface PacedChoice {
  /** Nano-dollars. */
  costs: Float64Array;
  /** Expected success, 0-1, with whatever else the policy weighs, in points of success. */
  worths: Float64Array;
}

/** The upper hull of the candidates (Andrew's monotone chain, 1979); those of unknown cost are left out. */
export function pacedChoice(costs: readonly number[], worths: readonly number[]): PacedChoice {
  const order = costs.flatMap((cost, i) => (Number.isFinite(cost) ? [i] : []));
  const at = (values: readonly number[], i: number) => values[i] as number;
  order.sort((a, b) => at(costs, a) - at(costs, b) || at(worths, b) - at(worths, a));
  const hull: number[] = [];
  for (const next of order) {
    const last = hull.at(-1);
    if (last !== undefined && at(worths, next) <= at(worths, last)) continue;
    while (hull.length > 1 && gain(hull.at(-1), next) >= gain(hull.at(-2), hull.at(-1))) hull.pop();
    hull.push(next);
  }
  return {
    costs: Float64Array.from(hull, (i) => at(costs, i)),
    worths: Float64Array.from(hull, (i) => at(worths, i)),
  };

  function gain(from = 0, to = 0): number {
    return (at(worths, to) - at(worths, from)) / (at(costs, to) - at(costs, from));
  }
}

/** What is bought when a nano-dollar is worth so many points of success; nano-dollars. */
export function costAt({ costs, worths }: PacedChoice, lambdaPerNanoUsd: number): number {
  let best = 0;
  for (let i = 1; i < costs.length; i++) {
    const gain = (worths[i] as number) - (worths[i - 1] as number);
    if (gain <= lambdaPerNanoUsd * ((costs[i] as number) - (costs[i - 1] as number))) break;
    best = i;
  }
  return costs[best] ?? 0;
}
