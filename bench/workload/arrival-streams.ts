import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import { arrivals, DEMO_DAYS } from "#prisma/seed/demo/arrivals.ts";

/** Hourly counts of one fleet, by task type. */
export type TypeStreams = ReadonlyMap<string, Float64Array>;

export const STREAM_SHAPES = ["office", "around_the_clock", "nightly_batches"] as const;
export type StreamShape = (typeof STREAM_SHAPES)[number];

const HOURS_A_DAY = 24;

/** What makes a fleet's work come as it does; rates are relative. */
interface Habits {
  hours: (hour: number) => number;
  weekend: number;
  /** Change of the level a day, of its logarithm. */
  growth: number;
  /** Sizes of a day's and an hour's own luck, of the logarithm. */
  daySigma: number;
  hourSigma: number;
  /** Chance that a burst begins in an hour, how long it lasts on average and how high it is at least. */
  burst: { chance: number; hours: number; times: number };
}

const bump = (hour: number, at: number, width: number) => Math.exp(-((((hour - at + 36) % 24) - 12) ** 2) / width ** 2);

function habitsOf(shape: StreamShape, random: Random): Habits {
  const between = (low: number, high: number) => low + (high - low) * random();
  switch (shape) {
    case "office":
      return {
        hours: (hour) => 0.15 + 2 * bump(hour, 10.5, 3) + 1.6 * bump(hour, 15, 3),
        weekend: between(0.1, 0.4),
        growth: between(0.003, 0.01),
        daySigma: 0.12,
        hourSigma: 0.15,
        burst: { chance: 0.006, hours: 3, times: 3 },
      };
    case "around_the_clock":
      return {
        hours: (hour) => 0.7 + 0.6 * bump(hour, 8, 4) + 0.9 * bump(hour, 20, 4),
        weekend: between(0.8, 1.2),
        growth: between(-0.012, -0.004),
        daySigma: 0.1,
        hourSigma: 0.3,
        burst: { chance: 0.012, hours: 2, times: 2.5 },
      };
    case "nightly_batches":
      return {
        hours: (hour) => 0.3 + (hour === 2 || hour === 3 ? 5 : 0) + 0.8 * bump(hour, 14, 5),
        weekend: between(0.5, 0.9),
        growth: between(-0.006, 0.01),
        daySigma: 0.15,
        hourSigma: 0.1,
        burst: { chance: 0.004, hours: 4, times: 4 },
      };
    default:
      return shape satisfies never;
  }
}

/** Three types of one made-up fleet, quiet to busy: seasons, trend, luck of the day, bursts that last some hours. */
export function generatedStreams(shape: StreamShape, days: number, seed: number): TypeStreams {
  const random = seededRandom(seed);
  const habits = habitsOf(shape, random);
  const firstWeekday = Math.floor(random() * 7);
  return new Map(
    [1.5, 8, 40].map((perHour, index) => [`type_${index + 1}`, oneStream(habits, perHour, days, firstWeekday, random)]),
  );
}

function oneStream(habits: Habits, perHour: number, days: number, firstWeekday: number, random: Random): Float64Array {
  const { hours, weekend, growth, daySigma, hourSigma, burst } = habits;
  const shape = Array.from({ length: HOURS_A_DAY }, (_, hour) => hours(hour));
  const mean = shape.reduce((sum, value) => sum + value, 0) / HOURS_A_DAY;
  const counts = new Float64Array(days * HOURS_A_DAY);
  let burstLeft = 0;
  let height = 1;
  for (let day = 0; day < days; day++) {
    const isWeekend = (day + firstWeekday) % 7 > 4;
    const level = perHour * Math.exp(growth * (day - days / 2) + daySigma * normal(random)) * (isWeekend ? weekend : 1);
    for (let hour = 0; hour < HOURS_A_DAY; hour++) {
      if (burstLeft <= 0 && random() < burst.chance) {
        burstLeft = 1 + Math.floor(-Math.log(1 - random()) * burst.hours);
        height = burst.times * (1 + random());
      }
      const rate = (level * (shape[hour] as number)) / mean;
      const luck = Math.exp(hourSigma * normal(random)) * (burstLeft > 0 ? height : 1);
      counts[day * HOURS_A_DAY + hour] = poisson(rate * luck, random);
      burstLeft--;
    }
  }
  return counts;
}

/** The demo fleet's thirty days by task type. */
export function demoStreams(seed: number, endMs: number, tasks = 5_000): TypeStreams {
  const streams = new Map<string, Float64Array>();
  for (const [hour, ofHour] of arrivals(seed, endMs, tasks).entries()) {
    for (const { task } of ofHour) {
      const counts = streams.get(task.type) ?? new Float64Array(DEMO_DAYS * HOURS_A_DAY);
      streams.set(task.type, counts);
      counts[hour] = (counts[hour] as number) + 1;
    }
  }
  return streams;
}

/** Knuth's method; the normal approximation where the mean is large. */
function poisson(mean: number, random: Random): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
