import type { Random } from "#lib/core/random.ts";

/**
 * Time to the next arrival of a renewal stream with this mean and squared coefficient of variation: exponential at 1 (a
 * Poisson stream), above it bursty (balanced two-phase hyperexponential), below it regular (a mix of two Erlang
 * distributions; Tijms, "A First Course in Stochastic Models", 2003, app. B).
 * @param variation above 0; below 0.02 counts as 0.02
 */
export function drawGapMs(meanMs: number, variation: number, random: Random): number {
  if (variation === 1) return meanMs * exponential(random);
  if (variation > 1) {
    const often = (1 + Math.sqrt((variation - 1) / (variation + 1))) / 2;
    const rate = random() < often ? often : 1 - often;
    return (meanMs * exponential(random)) / (2 * rate);
  }
  const ca2 = Math.max(0.02, variation);
  const stages = Math.ceil(1 / ca2);
  const fewer = (stages * ca2 - Math.sqrt(Math.max(0, stages * (1 + ca2) - stages * stages * ca2))) / (1 + ca2);
  const count = random() < fewer ? stages - 1 : stages;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += exponential(random);
  return (meanMs * sum) / (stages - fewer);
}

const exponential = (random: Random) => -Math.log(1 - random());
