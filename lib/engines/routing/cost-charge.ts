/**
 * What cost takes from success, in points of it, by place of `eligible`: the policy's lambda x cost, and on top what
 * budgets ahead of their pace make of the cost beyond the least of them, which leaves the order as it would be and most
 * of the scale to success. An unknown cost counts like the dearest known one. Null where cost takes nothing.
 * @param paceLambdaPerUsd by row; null: no budget says anything.
 */
export function chargeColumn(
  lambdaPerUsd: number,
  paceLambdaPerUsd: Float64Array | null,
  costNanoUsd: Float64Array,
  eligible: Int32Array,
): Float64Array | null {
  if (lambdaPerUsd === 0 && paceLambdaPerUsd === null) return null;
  const charge = new Float64Array(eligible.length);
  const dearest = dearestKnown(costNanoUsd, eligible);
  let least = paceLambdaPerUsd === null ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < eligible.length; i++) {
    const row = eligible[i] as number;
    const cost = costNanoUsd[row] as number;
    const usd = (Number.isNaN(cost) ? dearest : cost) / 1e9;
    const paced = (paceLambdaPerUsd?.[row] ?? 0) * usd;
    if (paced < least) least = paced;
    charge[i] = lambdaPerUsd * usd + paced;
  }
  if (least > 0) for (let i = 0; i < charge.length; i++) charge[i] = (charge[i] as number) - least;
  return charge;
}

function dearestKnown(costs: Float64Array, eligible: Int32Array): number {
  let most = 0;
  for (let i = 0; i < eligible.length; i++) {
    const cost = costs[eligible[i] as number] as number;
    if (cost > most) most = cost;
  }
  return most;
}
