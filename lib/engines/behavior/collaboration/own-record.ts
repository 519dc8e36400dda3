import type { CellMean } from "./residual-means.ts";

/** How far an agent's record is off by itself, whoever hands over. */
export interface OwnBias {
  mean: number;
  variance: number;
}

/** Spread between partners of one agent, and between agents, as variances. */
export interface BiasSpread {
  pairs: number;
  agents: number;
}

/**
 * What an agent is off in its cells other than `but`: their mean under random effects of partners, shrunk towards 0 by how
 * much agents differ. An agent with one partner has nothing to compare with: 0, as uncertain as agents differ.
 */
export function ownBias(cells: readonly CellMean[], but: CellMean, { pairs, agents }: BiasSpread): OwnBias {
  let [precision, weighted] = [0, 0];
  for (const cell of cells) {
    if (cell === but) continue;
    const weight = 1 / (cell.variance + pairs);
    precision += weight;
    weighted += weight * cell.mean;
  }
  const total = precision + 1 / Math.max(agents, 1e-9);
  return { mean: weighted / total, variance: 1 / total };
}

/**
 * Both spreads by the method of moments (DerSimonian & Laird, "Meta-analysis in clinical trials", 1986): what cells of an
 * agent, and means of agents, vary beyond what chance explains; never below 0.
 */
export function biasSpread(byAgent: ReadonlyMap<string, readonly CellMean[]>): BiasSpread {
  let [excess, scale] = [0, 0];
  const means: { mean: number; variance: number }[] = [];
  for (const cells of byAgent.values()) {
    const weights = cells.map(({ variance }) => 1 / variance);
    const total = sum(weights);
    const mean = sum(cells.map((cell, i) => (weights[i] as number) * cell.mean)) / total;
    if (cells.length > 1) {
      excess += sum(cells.map((cell, i) => (weights[i] as number) * (cell.mean - mean) ** 2)) - (cells.length - 1);
      scale += total - sum(weights.map((weight) => weight * weight)) / total;
    }
    means.push({ mean, variance: 1 / total });
  }
  const pairs = scale > 0 ? Math.max(0, excess / scale) : 0;
  const agents = sum(means.map(({ mean, variance }) => mean * mean - variance)) / Math.max(1, means.length);
  return { pairs, agents: Math.max(1e-6, agents) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
