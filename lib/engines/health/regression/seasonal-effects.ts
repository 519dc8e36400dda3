import { hourOfWeek } from "./outcome-hour.ts";

/** An hour as a score of the quantity's natural parameter: sum of residuals, and how much one unit would move it. */
export interface HourScore {
  hour: number;
  residual: number;
  information: number;
}

/** Offsets of the natural parameter: a logit for success, a logarithm for durations. */
export interface SeasonalEffects {
  hourOfDay: number[];
  weekday: number[];
  hourOfWeek: number[];
}

/** Two of each weekday at least: a week's ups and downs are no season. */
const LEAST_DAYS = 14;

const flat = (): SeasonalEffects => ({
  hourOfDay: Array.from({ length: 24 }, () => 0),
  weekday: Array.from({ length: 7 }, () => 0),
  hourOfWeek: Array.from({ length: 168 }, () => 0),
});

export function seasonAt(effects: SeasonalEffects, hour: number): number {
  const cell = hourOfWeek(hour);
  const { hourOfDay, weekday, hourOfWeek: own } = effects;
  return (hourOfDay[cell % 24] ?? 0) + (weekday[Math.floor(cell / 24)] ?? 0) + (own[cell] ?? 0);
}

/**
 * What the hour of the day, the weekday and the hour of the week add, one after another on what is left. Each set of
 * effects is shrunk by the variance that the data show between its members (empirical Bayes by moments; Efron & Morris,
 * JASA 1973): where they show none beyond chance, it is nothing.
 * @param dispersion variance of the residuals in units of their information
 */
export function fitSeason(scores: readonly HourScore[], dispersion: number): SeasonalEffects {
  const days = new Set(scores.map(({ hour }) => Math.floor(hour / 24)));
  if (days.size < LEAST_DAYS) return flat();
  const levels = [
    { size: 24, of: (cell: number) => cell % 24 },
    { size: 7, of: (cell: number) => Math.floor(cell / 24) },
    { size: 168, of: (cell: number) => cell },
  ];
  let left = scores;
  const fitted = levels.map(({ size, of }) => {
    const effects = shrunkEffects(left, size, of, dispersion);
    left = left.map((score) => {
      const effect = effects[of(hourOfWeek(score.hour))] ?? 0;
      return { ...score, residual: score.residual - effect * score.information };
    });
    return effects;
  });
  const [hourOfDay = [], weekday = [], own = []] = fitted;
  return { hourOfDay, weekday, hourOfWeek: own };
}

function shrunkEffects(
  scores: readonly HourScore[],
  size: number,
  of: (cell: number) => number,
  dispersion: number,
): number[] {
  const residual = new Float64Array(size);
  const information = new Float64Array(size);
  for (const score of scores) {
    const cell = of(hourOfWeek(score.hour));
    residual[cell] = (residual[cell] ?? 0) + score.residual;
    information[cell] = (information[cell] ?? 0) + score.information;
  }
  let excess = 0;
  let total = 0;
  information.forEach((weight, cell) => {
    if (weight <= 0) return;
    excess += (residual[cell] ?? 0) ** 2 / weight - dispersion;
    total += weight;
  });
  const between = total > 0 ? excess / total : 0;
  if (between <= 0) return Array.from({ length: size }, () => 0);
  return Array.from(residual, (sum, cell) => sum / ((information[cell] ?? 0) + dispersion / between));
}
