/** Strengths that are tried, in hand-offs. */
const STRENGTHS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256];

type Row = ReadonlyMap<string, number>;

/**
 * The Dirichlet strength under which rows of counts foretell each of their own entries best from the others and the prior:
 * leave-one-out likelihood, which needs no held-out runs. Without any count: 1.
 * @param prior chance of a column in the row of that name, 0-1
 */
export function fitConcentration(
  rows: ReadonlyMap<string, Row>,
  prior: (name: string, column: string) => number,
): number {
  let best = { strength: 1, likelihood: Number.NEGATIVE_INFINITY };
  const entries = [...rows].map(([name, row]) => ({
    total: [...row.values()].reduce((sum, n) => sum + n, 0),
    cells: [...row].map(([column, n]) => ({ n, chance: Math.max(prior(name, column), 1e-12) })),
  }));
  if (entries.every(({ total }) => total === 0)) return best.strength;
  for (const strength of STRENGTHS) {
    let likelihood = 0;
    for (const { total, cells } of entries) {
      for (const { n, chance } of cells) {
        likelihood += n * Math.log((n - 1 + strength * chance) / (total - 1 + strength));
      }
    }
    if (likelihood > best.likelihood) best = { strength, likelihood };
  }
  return best.strength;
}
