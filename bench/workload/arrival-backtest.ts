import { fitArrivals, forecastHour } from "#lib/engines/workload/arrivals/arrival-model.ts";
import { BASELINES } from "./arrival-baselines.ts";
import type { TypeStreams } from "./arrival-streams.ts";

const WEEK = 168;

/** Forecasts from rolling origins against what came. */
export interface ArrivalBacktest {
  hours: number;
  covered: number;
  /** Scaled absolute errors (MASE), one a series and origin, by forecaster. */
  scaled: Map<string, number[]>;
}

export const emptyArrivalBacktest = (): ArrivalBacktest => ({ hours: 0, covered: 0, scaled: new Map() });

/**
 * @param firstOrigin hour of the first forecast; at least two weeks lie before it
 * @param every hours from one origin to the next
 */
export function backtestArrivals(
  into: ArrivalBacktest,
  streams: TypeStreams,
  { firstOrigin, every, horizon }: { firstOrigin: number; every: number; horizon: number },
): void {
  for (const counts of streams.values()) {
    for (let origin = firstOrigin; origin + horizon <= counts.length; origin += every) {
      backtestOnce(into, counts.subarray(0, origin), counts.subarray(origin, origin + horizon));
    }
  }
}

function backtestOnce(into: ArrivalBacktest, history: Float64Array, actual: Float64Array): void {
  const scale = naiveError(history);
  // A stream without a task has nothing to be scaled by.
  if (scale === 0) return;
  const note = (name: string, forecast: ArrayLike<number>) => {
    let error = 0;
    for (let h = 0; h < actual.length; h++) error += Math.abs((actual[h] as number) - (forecast[h] ?? 0));
    const list = into.scaled.get(name) ?? [];
    into.scaled.set(name, list);
    list.push(error / actual.length / scale);
  };
  const model = fitArrivals(history);
  const p50 = new Float64Array(actual.length);
  const mean = new Float64Array(actual.length);
  actual.forEach((count, hour) => {
    const forecast = forecastHour(model, hour);
    if (!forecast) throw new RangeError("beyond the horizon");
    p50[hour] = forecast.p50;
    mean[hour] = forecast.mean;
    into.hours++;
    if (forecast.low90 <= count && count <= forecast.high90) into.covered++;
  });
  note("model", p50);
  note("model_mean", mean);
  for (const [name, baseline] of Object.entries(BASELINES)) note(name, baseline(history, actual.length));
}

/** Mean absolute error of "as a week ago" within the history (Hyndman & Koehler, 2006). */
function naiveError(history: Float64Array): number {
  let sum = 0;
  for (let i = WEEK; i < history.length; i++) sum += Math.abs((history[i] as number) - (history[i - WEEK] as number));
  return sum / Math.max(1, history.length - WEEK);
}
