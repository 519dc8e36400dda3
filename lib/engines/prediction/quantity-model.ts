import { EffectForest, type ForestPrior, type Likelihood } from "./effect-forest.ts";
import type { EffectNode } from "./effect-tree.ts";

/** The statistics a quantity is predicted by, in this order everywhere. */
export const QUANTITY_STATISTICS = ["p05", "p50", "p90", "p95", "mean"] as const;
export const STATISTICS = QUANTITY_STATISTICS.length;
const PROBABILITIES = [0.05, 0.5, 0.9, 0.95];

/** Predicted distribution of one quantity, in its own unit. */
export interface QuantityEstimate {
  p05: number;
  p50: number;
  p90: number;
  p95: number;
  mean: number;
}

const FULL_ROUNDS = 25;
/** Observations of a cell that outweigh the spread of the level above it (chosen by pinball loss on the public sets). */
const SPREAD_STRENGTH = 20;

const PRIOR: ForestPrior = { mean: 6, meanVariance: 100, levels: [0.5, 0.1, 0.1], type: 0.3, leaf: 0.3 };

/**
 * One quantity (duration, tokens or cost) on the scale log(1 + x): where it lies follows the same hierarchy as success,
 * how it spreads follows the quantiles of the residuals of the source, type, agent and fleet, each pulled towards the next.
 * An unseen agent or type is predicted with the wider spread that not knowing it deserves.
 */
export class QuantityModel implements Likelihood {
  readonly forest = new EffectForest(PRIOR);
  noise = 0.3;
  /** Statistics of all residuals (log scale, STATISTICS numbers); null before any value. Cells' own are at their nodes. */
  fleetSpread: Float64Array | null = null;

  /**
   * @param rows agent, type and leaf indices and values; NaN values are not known and skipped.
   * @param foretold takes what types, sources and agents leave over (log scale, NaN = not known) and gives what of it texts
   * foretell without having been seen; the spread is then that of the rest.
   */
  fit(
    rows: {
      agents: ArrayLike<number>;
      types: ArrayLike<number>;
      leaves: ArrayLike<number>;
      values: ArrayLike<number>;
    },
    foretold: (residuals: Float64Array) => Float64Array | null = () => null,
  ) {
    const logs = Float64Array.from(rows.values, Math.log1p);
    const known: number[] = [];
    let sum = 0;
    for (let i = 0; i < logs.length; i++) {
      const log = logs[i] as number;
      if (Number.isNaN(log)) continue;
      known.push(i);
      sum += log;
      this.forest.add(rows.agents[i] as number, rows.types[i] as number, rows.leaves[i] as number, log);
    }
    if (known.length === 0) return;
    this.forest.fleetEffect = sum / known.length;
    this.forest.fit(this, FULL_ROUNDS);

    const left = new Float64Array(logs.length).fill(Number.NaN);
    for (const i of known) {
      const [agent, type, leaf] = [rows.agents[i] as number, rows.types[i] as number, rows.leaves[i] as number];
      left[i] = (logs[i] as number) - this.forest.predict(agent, type, leaf, leaf >= 0).mean;
    }
    const byText = foretold(left);
    const residuals = new Map<EffectNode, number[]>();
    const all: number[] = [];
    for (const i of known) {
      const [agent, type, leaf] = [rows.agents[i] as number, rows.types[i] as number, rows.leaves[i] as number];
      const residual = (left[i] as number) - (byText?.[i] ?? 0);
      all.push(residual);
      for (const node of this.forest.path(agent, type, leaf)) {
        const list = residuals.get(node);
        if (list) list.push(residual);
        else residuals.set(node, [residual]);
      }
    }
    this.fleetSpread = statisticsOf(all);
    for (const root of this.forest.trees.values()) setSpreads(root, this.fleetSpread, residuals);
  }

  /** True when any value was ever seen (of the agent, or of anybody when `agent` is null). */
  knows(agent: number | null): boolean {
    return agent === null ? this.forest.trees.size > 0 : this.forest.trees.has(agent);
  }

  /** The statistics on the scale log(1 + x), before any text; null when the fleet never reported this quantity. */
  logEstimate(agent: number, type: number, leaf: number, knowsSource: boolean): QuantityEstimate | null {
    if (!this.knows(null)) return null;
    const { mean, variance } = this.forest.predict(agent, type, leaf, knowsSource);
    const spread = this.forest.path(agent, type, leaf).at(-1)?.spread ?? this.fleetSpread;
    if (!spread) return null;
    const widen = Math.sqrt(1 + variance / this.noise);
    const [p05, p50, p90, p95, smear] = spread as unknown as [number, number, number, number, number];
    return {
      p05: mean + p50 + (p05 - p50) * widen,
      p50: mean + p50,
      p90: mean + p50 + (p90 - p50) * widen,
      p95: mean + p50 + (p95 - p50) * widen,
      mean: mean + smear,
    };
  }

  /**
   * Null when the fleet never reported this quantity.
   * @param shift what the task's text adds (log scale).
   */
  estimate(agent: number, type: number, leaf: number, knowsSource: boolean, shift = 0): QuantityEstimate | null {
    const logs = this.logEstimate(agent, type, leaf, knowsSource);
    if (!logs) return null;
    return {
      p05: fromLog(logs.p05 + shift),
      p50: fromLog(logs.p50 + shift),
      p90: fromLog(logs.p90 + shift),
      p95: fromLog(logs.p95 + shift),
      mean: fromLog(logs.mean + shift),
    };
  }

  linearise(node: EffectNode, offset: number): void {
    node.weight = node.rows / this.noise;
    node.target = node.sum / node.rows - offset;
  }

  learnNoise(forest: EffectForest): void {
    let squares = 0;
    let rows = 0;
    forest.eachObserved((node, offset) => {
      const at = offset + node.mean;
      squares += node.sumSquares - 2 * at * node.sum + node.rows * at * at;
      rows += node.rows;
    });
    this.noise = Math.max(1e-4, (squares + 1) / (rows + 4));
  }
}

/** A quantity from the scale log(1 + x); never below zero. */
export function fromLog(log: number): number {
  return Math.max(0, Math.expm1(log));
}

function setSpreads(node: EffectNode, parent: Float64Array, residuals: ReadonlyMap<EffectNode, number[]>): void {
  const list = residuals.get(node) ?? [];
  const trust = list.length / (list.length + SPREAD_STRENGTH);
  const spread =
    list.length === 0
      ? parent
      : statisticsOf(list).map((value, i) => trust * value + (1 - trust) * (parent[i] as number));
  node.spread = spread;
  for (const child of node.children) setSpreads(child, spread, residuals);
}

/** p05, p50, p90, p95 by linear interpolation at (n + 1)p (Weibull), and log of the mean of exp: Duan's smearing factor. */
function statisticsOf(residuals: readonly number[]): Float64Array {
  const sorted = Float64Array.from(residuals).sort();
  const statistics = new Float64Array(STATISTICS);
  PROBABILITIES.forEach((probability, i) => {
    const at = Math.min(sorted.length, Math.max(1, (sorted.length + 1) * probability)) - 1;
    const below = sorted[Math.floor(at)] as number;
    const above = sorted[Math.ceil(at)] as number;
    statistics[i] = below + (above - below) * (at - Math.floor(at));
  });
  statistics[STATISTICS - 1] = Math.log(sorted.reduce((sum, value) => sum + Math.exp(value), 0) / sorted.length);
  return statistics;
}
