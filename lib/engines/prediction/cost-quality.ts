/** A policy as what it costs on average (USD a task) and how often it succeeds. */
export interface CostQualityPoint {
  cost: number;
  quality: number;
}

/** What is known of one task for trading cost against quality; rows are agents whose cost is known. */
export interface PricedItem {
  successProbability: Float64Array;
  predictedCostUsd: Float64Array;
  score: Float64Array;
  costUsd: Float64Array;
}

const LAMBDA_STEPS_PER_DECADE = 8;
const LAMBDA_DECADES = 5;

/**
 * Points of argmax(p - lambda x predicted cost) for lambda from 0 over ten decades around one success per mean cost,
 * and of the cheapest choice. An agent whose predicted cost is unknown (NaN) is chosen only where lambda is 0.
 */
export function tradeOffPoints(items: readonly PricedItem[]): CostQualityPoint[] {
  let sum = 0;
  let known = 0;
  for (const { predictedCostUsd } of items) {
    for (const cost of predictedCostUsd) {
      if (Number.isNaN(cost)) continue;
      sum += cost;
      known++;
    }
  }
  const scale = sum > 0 ? known / sum : 1;
  const lambdas = [0];
  const steps = LAMBDA_DECADES * LAMBDA_STEPS_PER_DECADE;
  for (let step = -steps; step <= steps; step++) lambdas.push(scale * 10 ** (step / LAMBDA_STEPS_PER_DECADE));
  const points = lambdas.map((lambda) =>
    policyPoint(items, (item, row) => {
      const penalty = lambda === 0 ? 0 : lambda * (item.predictedCostUsd[row] as number);
      return (item.successProbability[row] as number) - penalty;
    }),
  );
  points.push(policyPoint(items, (item, row) => -(item.predictedCostUsd[row] as number)));
  return points;
}

/** Mean cost and quality of taking the row with the highest value on every item. */
function policyPoint(items: readonly PricedItem[], value: (item: PricedItem, row: number) => number): CostQualityPoint {
  let cost = 0;
  let quality = 0;
  for (const item of items) {
    let chosen = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < item.score.length; row++) {
      const here = value(item, row);
      if (here > highest) [chosen, highest] = [row, here];
    }
    cost += item.costUsd[chosen] as number;
    quality += item.score[chosen] as number;
  }
  return { cost: cost / items.length, quality: quality / items.length };
}

/** Non-decreasing upper convex hull, by rising cost. Policies on a segment are reached by mixing its two ends. */
export function upperHull(points: readonly CostQualityPoint[]): CostQualityPoint[] {
  const hull: CostQualityPoint[] = [];
  for (const point of [...points].sort((a, b) => a.cost - b.cost || b.quality - a.quality)) {
    const last = hull.at(-1);
    if (last && point.quality <= last.quality) continue;
    while (hull.length >= 2 && !turnsDown(hull.at(-2) as CostQualityPoint, hull.at(-1) as CostQualityPoint, point)) {
      hull.pop();
    }
    hull.push(point);
  }
  return hull;
}

function turnsDown(a: CostQualityPoint, b: CostQualityPoint, c: CostQualityPoint): boolean {
  return (b.quality - a.quality) * (c.cost - b.cost) > (c.quality - b.quality) * (b.cost - a.cost);
}

/** Quality on the hull at a cost; below its first point that point's quality, above its last the last's. */
export function qualityAt(hull: readonly CostQualityPoint[], cost: number): number {
  let before = hull[0];
  if (!before) return Number.NaN;
  for (const point of hull) {
    if (cost <= point.cost) {
      if (point === before) return point.quality;
      const share = (cost - before.cost) / (point.cost - before.cost);
      return before.quality + share * (point.quality - before.quality);
    }
    before = point;
  }
  return before.quality;
}

/** Two means over the same outcomes may differ in the last bits. */
const ROUNDING = 1e-9;

/** Least cost on the hull with at least this quality; null when the hull never reaches it. */
export function costAtQuality(hull: readonly CostQualityPoint[], quality: number): number | null {
  let before: CostQualityPoint | null = null;
  for (const point of hull) {
    if (point.quality >= quality - ROUNDING) {
      if (!before) return point.cost;
      const share = Math.min(1, (quality - before.quality) / (point.quality - before.quality));
      return before.cost + share * (point.cost - before.cost);
    }
    before = point;
  }
  return null;
}

/**
 * Average quality of the hull over a range of cost (AIQ of RouterBench, Hu et al. 2024): area divided by width.
 * A range without width gives the quality there.
 */
export function averageQuality(hull: readonly CostQualityPoint[], from: number, to: number): number {
  if (!(to > from)) return qualityAt(hull, to);
  const inside = hull.map((point) => point.cost).filter((cost) => cost > from && cost < to);
  const stops = [from, ...inside, to];
  let area = 0;
  for (let i = 1; i < stops.length; i++) {
    const [left, right] = [stops[i - 1] as number, stops[i] as number];
    area += ((qualityAt(hull, left) + qualityAt(hull, right)) / 2) * (right - left);
  }
  return area / (to - from);
}
