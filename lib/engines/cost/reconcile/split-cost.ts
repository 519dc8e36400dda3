import { TOKEN_CLASSES, type TokenClass } from "#lib/contracts/reconciliation.ts";

export type ByClass<T> = Readonly<Record<TokenClass, T>>;

/**
 * Splits what calls cost over the classes of their tokens, in proportion to tokens x price, so that the parts add up to
 * it exactly; the largest remainders get the last nano-dollars. Where the price of a class is not known any more the
 * tokens alone decide. Without any tokens there is nothing to split by: an empty map.
 */
export function splitCost(
  costNanoUsd: bigint,
  tokens: ByClass<bigint>,
  rates: ByClass<bigint | null>,
): Map<TokenClass, bigint> {
  const used = TOKEN_CLASSES.filter((tokenClass) => tokens[tokenClass] > 0n);
  const priced = used.every((tokenClass) => rates[tokenClass] !== null);
  const weighed = used.map((tokenClass) => ({
    tokenClass,
    weight: tokens[tokenClass] * ((priced ? rates[tokenClass] : null) ?? 1n),
  }));
  const whole = weighed.reduce((sum, { weight }) => sum + weight, 0n);
  // Tokens that cost nothing, and yet there is a cost: it belongs to all of them alike.
  const parts = whole === 0n ? weighed.map(({ tokenClass }) => ({ tokenClass, weight: tokens[tokenClass] })) : weighed;
  const total = whole === 0n ? parts.reduce((sum, { weight }) => sum + weight, 0n) : whole;
  if (total === 0n) return new Map();
  const shares = parts.map(({ tokenClass, weight }) => ({
    tokenClass,
    amount: (costNanoUsd * weight) / total,
    rest: (costNanoUsd * weight) % total,
  }));
  let left = costNanoUsd - shares.reduce((sum, { amount }) => sum + amount, 0n);
  const amounts = new Map(shares.map(({ tokenClass, amount }) => [tokenClass, amount]));
  for (const { tokenClass } of shares.toSorted((a, b) => (b.rest > a.rest ? 1 : b.rest < a.rest ? -1 : 0))) {
    if (left <= 0n) break;
    amounts.set(tokenClass, (amounts.get(tokenClass) ?? 0n) + 1n);
    left -= 1n;
  }
  return amounts;
}
