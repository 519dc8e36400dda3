import { populationStability, type TypeCounts } from "./drift.ts";

/** How far a mix has moved, and what chance alone makes of two samples of these sizes. */
export interface MixShift {
  index: number;
  /** In one of a thousand comparisons without a change the index is above it. */
  noise: number;
  /** What has gained most, in shares. */
  mover: { name: string; before: number; after: number };
}

const RARE = 0.03;
const FLOOR = 0.01;
const OTHERS = "all others";
const Z_OF_ONE_IN_A_THOUSAND = 3.09;

/**
 * The stability index of a mix beside its noise: without a change it is near chi-squared with one degree of freedom less
 * than there are names, times the sum of the reciprocal sample sizes (Yurdakul, "Statistical properties of population
 * stability index", 2018); the quantile by Wilson & Hilferty (1931).
 * @returns null when one of the two is empty, or there is but one name
 */
export function mixShift(thenAll: TypeCounts, nowAll: TypeCounts): MixShift | null {
  const [then, now] = withoutRare(thenAll, nowAll);
  const index = populationStability(then, now);
  const names = [...new Set([...then.keys(), ...now.keys()])];
  if (index === null || names.length < 2) return null;
  const [thenTotal, nowTotal] = [totalOf(thenAll), totalOf(nowAll)];
  const degrees = names.length - 1;
  const cube = 1 - 2 / (9 * degrees) + Z_OF_ONE_IN_A_THOUSAND * Math.sqrt(2 / (9 * degrees));
  const noise = degrees * cube ** 3 * (1 / thenTotal + 1 / nowTotal);
  const shares = names.map((name) => ({
    name,
    before: shareOf(name, thenAll, then),
    after: shareOf(name, nowAll, now),
  }));
  const mover = shares.reduce((most, one) => (one.after - one.before > most.after - most.before ? one : most));
  return { index, noise, mover };
}

/** What is rare in both counts as one: a first task of a new type is no other mix. */
function withoutRare(then: TypeCounts, now: TypeCounts): [TypeCounts, TypeCounts] {
  const [thenTotal, nowTotal] = [totalOf(then), totalOf(now)];
  const isRare = (name: string) => (then.get(name) ?? 0) < RARE * thenTotal && (now.get(name) ?? 0) < RARE * nowTotal;
  const merged = (counts: TypeCounts) => {
    const kept = new Map<string, number>();
    for (const [name, n] of counts) {
      const under = isRare(name) ? OTHERS : name;
      kept.set(under, (kept.get(under) ?? 0) + n);
    }
    return kept;
  };
  return smoothed(merged(then), merged(now));
}

/** A hundredth of all is added to each: the logarithm of a share near nothing would outweigh all others. */
function smoothed(then: TypeCounts, now: TypeCounts): [TypeCounts, TypeCounts] {
  const names = [...new Set([...then.keys(), ...now.keys()])];
  const added = (counts: TypeCounts) => {
    const total = totalOf(counts);
    return new Map(names.map((name) => [name, (counts.get(name) ?? 0) + (total > 0 ? FLOOR * total : 0)]));
  };
  return [added(then), added(now)];
}

/** As it was counted, before anything was added; of what is merged, what is left. */
function shareOf(name: string, all: TypeCounts, merged: TypeCounts): number {
  if (name !== OTHERS) return (all.get(name) ?? 0) / totalOf(all);
  return [...all].reduce((sum, [own, n]) => sum + (merged.has(own) ? 0 : n), 0) / totalOf(all);
}

const totalOf = (counts: TypeCounts) => [...counts.values()].reduce((sum, count) => sum + count, 0);

const SOME = 0.1;
const MUCH = 0.25;

/** Above what is usually called some (0.1) or much (0.25), and above what chance makes of so few. */
export function judgeMix({ index, noise }: MixShift): "same" | "shifted" | "another" {
  if (index <= noise || index <= SOME) return "same";
  return index > MUCH ? "another" : "shifted";
}
