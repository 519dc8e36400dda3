import type { CollaborationPairs } from "#lib/contracts/collaboration.ts";

/** With so few pairs all of them can be read; of more, those with most of the hand-offs are shown at first. */
const READABLE_PAIRS = 400;
const FIRST_PERCENT = 70;

export function defaultTop({ count }: CollaborationPairs): number {
  return count.length <= READABLE_PAIRS ? 100 : FIRST_PERCENT;
}

/**
 * Places of the most frequent pairs that together make up at least `percent` of all hand-offs, the most frequent first;
 * at least one where there is any.
 */
export function visiblePairs({ count }: CollaborationPairs, percent: number): number[] {
  const order = count.map((_, place) => place).sort((a, b) => (count[b] ?? 0) - (count[a] ?? 0) || a - b);
  const wanted = (count.reduce((sum, n) => sum + n, 0) * percent) / 100;
  let sum = 0;
  const until = order.findIndex((place) => {
    sum += count[place] ?? 0;
    return sum >= wanted;
  });
  return until < 0 ? order : order.slice(0, until + 1);
}
