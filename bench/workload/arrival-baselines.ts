const DAY = 24;
const WEEK = 168;

/** A rival: forecasts so many hours from what came before. */
export type Baseline = (history: Float64Array, hours: number) => Float64Array;

/** The same hour a week ago. */
const seasonalNaive: Baseline = (history, hours) =>
  Float64Array.from({ length: hours }, (_, h) => history[history.length - WEEK + (h % WEEK)] ?? 0);

/** The mean of the same hour of the day over the last week. */
const lastWeekMean: Baseline = (history, hours) =>
  Float64Array.from({ length: hours }, (_, h) => {
    let sum = 0;
    for (let day = 1; day <= 7; day++) sum += history[history.length - day * DAY + (h % DAY)] ?? 0;
    return sum / 7;
  });

/** Additive triple exponential smoothing with a weekly season (Winters, 1960), its three rates by least squares. */
const holtWinters: Baseline = (history, hours) => {
  let best = Number.POSITIVE_INFINITY;
  let forecast = new Float64Array(hours);
  for (const alpha of [0.01, 0.05, 0.2])
    for (const beta of [0, 0.01, 0.1])
      for (const gamma of [0.05, 0.2, 0.5]) {
        const run = runHoltWinters(history, { alpha, beta, gamma }, hours);
        if (run.squares < best) {
          best = run.squares;
          forecast = run.forecast;
        }
      }
  return forecast;
};

function runHoltWinters(
  history: Float64Array,
  { alpha, beta, gamma }: { alpha: number; beta: number; gamma: number },
  hours: number,
) {
  const season = new Float64Array(WEEK);
  let level = 0;
  for (let i = 0; i < WEEK; i++) level += (history[i] ?? 0) / WEEK;
  for (let i = 0; i < WEEK; i++) season[i] = (history[i] ?? 0) - level;
  let trend = 0;
  let squares = 0;
  for (let i = WEEK; i < history.length; i++) {
    const at = i % WEEK;
    const value = history[i] as number;
    const own = season[at] as number;
    squares += (value - level - trend - own) ** 2;
    const before = level;
    level = alpha * (value - own) + (1 - alpha) * (level + trend);
    trend = beta * (level - before) + (1 - beta) * trend;
    season[at] = gamma * (value - level) + (1 - gamma) * own;
  }
  const forecast = Float64Array.from({ length: hours }, (_, h) =>
    Math.max(0, level + (h + 1) * trend + (season[(history.length + h) % WEEK] as number)),
  );
  return { squares, forecast };
}

export const BASELINES = {
  seasonal_naive: seasonalNaive,
  last_week_mean: lastWeekMean,
  holt_winters: holtWinters,
} satisfies Record<string, Baseline>;
