import { normal, type Random, seededRandom } from "#lib/core/random.ts";

export const SHAPES = ["steady", "trend", "weekly", "bursts", "level_shift", "sparse"] as const;
export type Shape = (typeof SHAPES)[number];

const HOURS_A_DAY = 24;
const USD = 1e9;

/** Hourly spend of a made-up fleet in nano-dollars: tasks arrive at random and cost at random around a shape. */
export function simulatedSpend(shape: Shape, days: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const perDay = shape === "sparse" ? 1.5 : 60 + 200 * random();
  const weekend = shape === "weekly" ? 0.05 + 0.2 * random() : 0.5 + 0.5 * random();
  const growth = shape === "trend" ? (random() < 0.5 ? -1 : 1) * (0.004 + 0.011 * random()) : 0;
  const shiftDay = Math.floor(days * (0.3 + 0.6 * random()));
  const shift = random() < 0.5 ? 0.35 + 0.3 * random() : 1.6 + random();
  const daySigma = 0.1 + 0.15 * random();
  const firstWeekday = Math.floor(random() * 7);
  const hourly = new Float64Array(days * HOURS_A_DAY);
  for (let day = 0; day < days; day++) {
    const isWeekend = (day + firstWeekday) % 7 > 4;
    const burst = shape === "bursts" && random() < 0.06 ? 2 + 3 * random() : 1;
    const level = shape === "level_shift" && day >= shiftDay ? shift : 1;
    const today =
      perDay * (isWeekend ? weekend : 1) * Math.exp(growth * day + daySigma * normal(random)) * burst * level;
    for (let hour = 0; hour < HOURS_A_DAY; hour++) {
      const office = 0.25 + 2 * Math.exp(-(((hour - 13) / 4.5) ** 2));
      const tasks = poisson((today * office) / OFFICE_SUM, random);
      let sum = 0;
      for (let task = 0; task < tasks; task++) sum += 0.02 * USD * Math.exp(0.8 * normal(random));
      hourly[day * HOURS_A_DAY + hour] = Math.round(sum);
    }
  }
  return hourly;
}

const OFFICE_SUM = Array.from(
  { length: HOURS_A_DAY },
  (_, hour) => 0.25 + 2 * Math.exp(-(((hour - 13) / 4.5) ** 2)),
).reduce((sum, value) => sum + value, 0);

/** Knuth's method; the normal approximation where the mean is large. */
function poisson(mean: number, random: Random): number {
  if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
