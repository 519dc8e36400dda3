const WEEK_HOURS = 168;
const DAY_HOURS = 24;
/** A week ago weighs so much of the week after it. */
const MEMORY = 0.85;
const MOST_WEEKS = 8;
/** Days of no growth that are believed before any was seen, and the most that is believed: 3% a day is e-fold in a month. */
const STEADY_DAYS = 7;
const MOST_GROWTH = 0.03;
/** Growth goes on for so many days to come, in sum; no growth goes on for ever. */
const GROWTH_DAYS = 14;

/**
 * The other way to expect arrivals: each hour of the week as that hour was in the weeks before, carried along by
 * their growth. Knows no smoothing, so it follows what repeats exactly and sharp peaks; quiet streams are noise to it.
 * @param counts tasks by hour, oldest first; at least one week
 * @param hours how far ahead
 */
export function expectByWeek(counts: Float64Array, hours: number): Float64Array {
  const growth = growthOf(counts);
  const weeks = Math.min(MOST_WEEKS, Math.floor(counts.length / WEEK_HOURS));
  return Float64Array.from({ length: hours }, (_, ahead) => {
    let sum = 0;
    let weight = 0;
    for (let week = 1; week <= weeks; week++) {
      const days = week * 7;
      const share = MEMORY ** (week - 1);
      sum += share * (counts[counts.length - week * WEEK_HOURS + (ahead % WEEK_HOURS)] ?? 0) * Math.exp(growth * days);
      weight += share;
    }
    // The profile is as of the week that begins; what lies beyond its first week grows on, more and more slowly.
    const beyond = Math.floor(ahead / WEEK_HOURS) * 7;
    return (sum / weight) * Math.exp(growth * GROWTH_DAYS * (1 - Math.exp(-beyond / GROWTH_DAYS)));
  });
}

/** Of the logarithm, a day: the median of days against the same weekday before, which bursts do not move (Theil-Sen). */
function growthOf(counts: Float64Array): number {
  const days = Math.floor(counts.length / DAY_HOURS);
  const totals = Float64Array.from({ length: days }, (_, day) => {
    const from = counts.length - (days - day) * DAY_HOURS;
    return counts.subarray(from, from + DAY_HOURS).reduce((sum, value) => sum + value, 0);
  });
  const changes: number[] = [];
  for (let day = Math.max(7, days - MOST_WEEKS * 7); day < days; day++) {
    for (let before = day - 7; before >= Math.max(0, day - 28); before -= 7) {
      const [now, then] = [totals[day] as number, totals[before] as number];
      if (now + then > 0) changes.push(Math.log((now + 0.5) / (then + 0.5)) / (day - before));
    }
  }
  if (changes.length === 0) return 0;
  changes.sort((a, b) => a - b);
  const middle = changes[Math.floor(changes.length / 2)] as number;
  const shrunk = (middle * days) / (days + STEADY_DAYS);
  return Math.min(MOST_GROWTH, Math.max(-MOST_GROWTH, shrunk));
}
