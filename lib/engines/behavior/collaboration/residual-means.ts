import type { UpliftMeasure, UpliftRow } from "./uplift-row.ts";

/** What one agent did after one partner. */
export interface CellMean {
  agent: string;
  partner: string | null;
  n: number;
  /** Mean of actual minus expected. */
  mean: number;
  /** Of the mean, by chance of single tasks, at the rate that is seen. */
  variance: number;
  /** Of the mean if nothing but `bias` were to be seen: what a test of no difference has to assume. */
  varianceUnder: (bias: number) => number;
  /** Of the mean's distribution then: at high rates the rare failures make its lower tail the longer one. */
  skewnessUnder: (bias: number) => number;
  /** Half the distance between two means that can be seen; 0 for what is not counted. */
  halfStep: number;
}

/** Tasks' worth of belief in the spread that expectations, or the fleet, let expect. */
const PRIOR_TASKS = 10;
/** Nothing is quite certain. */
const LEAST_VARIANCE = 1e-4;

/**
 * Means of actual minus expected for every agent and partner. A success varies by p(1 - p) of the rate that is seen, of
 * which the expected one counts as ten tasks: without that, three successes of three would be certain. Logarithms vary as
 * the fleet's do, and as the pair's own in proportion to its tasks.
 */
export function residualMeans(rows: readonly UpliftRow[], measure: UpliftMeasure): CellMean[] {
  const cells = new Map<string, { agent: string; partner: string | null; rows: UpliftRow[] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.agent, row.partner]);
    const cell = cells.get(key) ?? { agent: row.agent, partner: row.partner, rows: [] };
    cells.set(key, cell);
    cell.rows.push(row);
  }
  const ofFleet = spreadOf(rows);
  return [...cells.values()].map(({ agent, partner, rows: own }) => {
    const n = own.length;
    const mean = own.reduce((sum, { actual, expected }) => sum + actual - expected, 0) / n;
    const ofMean = (perTask: number) => Math.max(perTask, LEAST_VARIANCE) / n;
    if (measure !== "success") {
      const variance = ofMean(pooledVariance(own, ofFleet));
      return { agent, partner, n, mean, variance, varianceUnder: () => variance, skewnessUnder: () => 0, halfStep: 0 };
    }
    const expected = own.reduce((sum, row) => sum + row.expected, 0) / n;
    // What tasks differ in their expectation is no chance: it is part of what was expected.
    const explained = own.reduce((sum, row) => sum + (row.expected - expected) ** 2, 0) / n;
    const seen = expected + (mean * n) / (n + PRIOR_TASKS);
    return {
      agent,
      partner,
      n,
      mean,
      variance: ofMean(successVariance(seen, explained)),
      varianceUnder: (bias) => ofMean(successVariance(expected + bias, explained)),
      skewnessUnder: (bias) => {
        const rate = Math.min(0.99, Math.max(0.01, expected + bias));
        return (1 - 2 * rate) / Math.sqrt(n * rate * (1 - rate));
      },
      halfStep: 0.5 / n,
    };
  });
}

function successVariance(rate: number, explained: number): number {
  const whole = Math.max(0, rate * (1 - rate));
  return Math.max(whole - explained, whole / 4);
}

function pooledVariance(rows: readonly UpliftRow[], ofFleet: number): number {
  return (spreadOf(rows) * rows.length + ofFleet * PRIOR_TASKS) / (rows.length + PRIOR_TASKS);
}

function spreadOf(rows: readonly UpliftRow[]): number {
  const n = Math.max(1, rows.length);
  const mean = rows.reduce((sum, { actual, expected }) => sum + actual - expected, 0) / n;
  return rows.reduce((sum, { actual, expected }) => sum + (actual - expected - mean) ** 2, 0) / n;
}
