import { BLOCK_HOURS } from "../../series/day-blocks.ts";
import { WEEK } from "../../series/level-model.ts";
import { logGamma } from "./log-gamma.ts";

/** An hour counts as much as so many ordinary tasks of a day before anything was seen. */
const EVEN_TASKS = 6;
/** A week ago weighs so much of today: habits change. */
const WEEKLY_MEMORY = 0.93;
/** How strongly a weekday's hours hold to those of all days, in tasks; the data choose. */
const STRENGTHS = [10, 30, 100, 300, 1_000, 10_000, 1_000_000];

/**
 * Share of a day's tasks that come in each of its hours, row-major weekday x hour; weekday 0 is that of the newest
 * block, 1 the one before it. Each row sums to 1.
 *
 * Weekdays hold to the hours of all days as strongly as the counts themselves ask for (empirical Bayes: the strength
 * with the highest Dirichlet-multinomial likelihood), so that a quiet type's Tuesdays are not what happened twice.
 * @param counts by hour, oldest first, whole blocks of 24
 * @param dispersion variance of an hour's count over its mean, at least 1: such counts say that much less
 */
export function hourShapes(counts: ArrayLike<number>, dispersion: number): Float64Array {
  const blocks = Math.floor(counts.length / BLOCK_HOURS);
  const byDay = new Float64Array(WEEK * BLOCK_HOURS);
  const usual = new Float64Array(BLOCK_HOURS).fill(EVEN_TASKS / BLOCK_HOURS);
  for (let block = 0; block < blocks; block++) {
    const age = blocks - 1 - block;
    const weight = WEEKLY_MEMORY ** Math.floor(age / WEEK) / dispersion;
    const row = (age % WEEK) * BLOCK_HOURS;
    for (let hour = 0; hour < BLOCK_HOURS; hour++) {
      const seen = weight * (counts[block * BLOCK_HOURS + hour] ?? 0);
      byDay[row + hour] = (byDay[row + hour] as number) + seen;
      usual[hour] = (usual[hour] as number) + seen;
    }
  }
  const all = usual.reduce((sum, value) => sum + value, 0);
  const share = usual.map((value) => value / all);
  const strength = bestStrength(byDay, share);
  for (let day = 0; day < WEEK; day++) {
    const row = byDay.subarray(day * BLOCK_HOURS, (day + 1) * BLOCK_HOURS);
    const total = row.reduce((sum, value) => sum + value, 0) + strength;
    for (let hour = 0; hour < BLOCK_HOURS; hour++)
      row[hour] = ((row[hour] as number) + strength * (share[hour] as number)) / total;
  }
  return byDay;
}

function bestStrength(byDay: Float64Array, share: Float64Array): number {
  let best = Number.NEGATIVE_INFINITY;
  let chosen = STRENGTHS.at(-1) ?? 1;
  for (const strength of STRENGTHS) {
    let logLikelihood = 0;
    for (let day = 0; day < WEEK; day++) {
      let total = 0;
      for (let hour = 0; hour < BLOCK_HOURS; hour++) {
        const seen = byDay[day * BLOCK_HOURS + hour] as number;
        const prior = strength * (share[hour] as number);
        total += seen;
        logLikelihood += logGamma(seen + prior) - logGamma(prior);
      }
      logLikelihood += logGamma(strength) - logGamma(strength + total);
    }
    if (logLikelihood > best) [best, chosen] = [logLikelihood, strength];
  }
  return chosen;
}
