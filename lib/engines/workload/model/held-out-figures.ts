import type { Figure } from "#lib/contracts/model.ts";
import { seededRandom } from "#lib/core/random.ts";
import { interval95 } from "../../prediction/bootstrap.ts";
import { type ArrivalForecast, fitArrivals, forecastHour, LEAST_ARRIVAL_HOURS } from "../arrivals/arrival-model.ts";
import { COVERAGE } from "../arrivals/rehearse.ts";
import { countsByType, type WorkloadHistory } from "./workload-history.ts";

const DAY = 24;
const WEEK = 7 * DAY;
const REPLICATES = 1000;

/** What forecasts of the newest days, made without them, were worth. */
export interface HeldOutFigures {
  figures: Record<string, Figure>;
  /** Days and hours of all types that were compared. */
  days: number;
  hours: number;
  /** By type, busiest first. */
  types: readonly { name: string; hours: number; mase: number; coverage: number }[];
}

interface TypeDay {
  model: number;
  naive: number;
  covered: number;
  hours: number;
}

/**
 * Keeps the newest week (less where there is little history) from the fit and forecasts it, type by type.
 * Naive is the same hour a week before, or a day before where the history is shorter than two weeks.
 * @returns null with too little history to keep anything back
 */
export function heldOutFigures(history: WorkloadHistory, seed: number): HeldOutFigures | null {
  const all = history.untilHour - history.fromHour;
  const days = Math.min(7, Math.floor(all / DAY / 3));
  const held = days * DAY;
  if (days < 1 || all - held < LEAST_ARRIVAL_HOURS) return null;
  const season = all - held >= WEEK ? WEEK : DAY;
  const byDay = Array.from({ length: days }, (): TypeDay[] => []);
  const types = [...countsByType(history)].map(([name, counts]) => {
    const model = fitArrivals(counts.subarray(0, all - held), days);
    const ofType = byDay.map((list, day) => {
      const one = compareDay(counts, all - held, day, season, (ahead) => forecastHour(model, ahead));
      list.push(one);
      return one;
    });
    const sums = sumOf(ofType);
    return { name, hours: sums.hours, mase: sums.model / sums.naive, coverage: sums.covered / sums.hours };
  });
  const sums = sumOf(byDay.flat());
  // Types of a day share its luck: whole days are drawn.
  const random = seededRandom(seed);
  const draws = Array.from({ length: REPLICATES }, () =>
    sumOf(byDay.flatMap(() => byDay[Math.floor(random() * days)] ?? [])),
  );
  const interval = (of: (sums: TypeDay) => number) => interval95(Float64Array.from(draws, of).filter(Number.isFinite));
  const mase = ({ model, naive }: TypeDay) => model / naive;
  const coverage = ({ covered, hours }: TypeDay) => covered / hours;
  const n = sums.hours;
  const rounded = (value: number) => Math.round(value * 1e4) / 1e4;
  const known = (value: number) => (Number.isFinite(value) ? rounded(value) : 0);
  const ci95 = (of: (sums: TypeDay) => number): [number, number] => {
    const [low, high] = interval(of);
    return [known(low), known(high)];
  };
  const skill = (one: TypeDay) => 1 - mase(one);
  return {
    ...{ days, hours: n, types },
    figures: {
      mase: { value: known(mase(sums)), unit: "x seasonal naive", n, ci95: ci95(mase), baseline: 1 },
      forecast_skill: {
        value: known(skill(sums)),
        unit: "of the seasonal naive error",
        n,
        ci95: ci95(skill),
        baseline: 0,
      },
      coverage90: { value: known(coverage(sums)), unit: "fraction", n, ci95: ci95(coverage), baseline: COVERAGE },
      ece: { value: rounded(Math.abs(coverage(sums) - COVERAGE)), unit: "fraction", n },
      mean_absolute_error: {
        value: rounded(sums.model / n),
        unit: "tasks an hour and type",
        n,
        baseline: rounded(sums.naive / n),
      },
    },
  };
}

function compareDay(
  counts: Float64Array,
  from: number,
  day: number,
  season: number,
  forecastAt: (ahead: number) => ArrivalForecast | null,
): TypeDay {
  const sums = { model: 0, naive: 0, covered: 0, hours: 0 };
  for (let ahead = day * DAY; ahead < (day + 1) * DAY; ahead++) {
    const forecast = forecastAt(ahead);
    if (!forecast) continue;
    const actual = counts[from + ahead] as number;
    sums.model += Math.abs(forecast.p50 - actual);
    sums.naive += Math.abs((counts[from - season + (ahead % season)] ?? 0) - actual);
    if (forecast.low90 <= actual && actual <= forecast.high90) sums.covered++;
    sums.hours++;
  }
  return sums;
}

function sumOf(days: readonly TypeDay[]): TypeDay {
  const sums = { model: 0, naive: 0, covered: 0, hours: 0 };
  for (const { model, naive, covered, hours } of days) {
    sums.model += model;
    sums.naive += naive;
    sums.covered += covered;
    sums.hours += hours;
  }
  return sums;
}
