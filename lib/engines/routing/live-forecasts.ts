import type { LiveEvidence } from "../prediction/live/live-evidence.ts";
import { shiftProbability } from "../prediction/shift-probability.ts";
import type { FleetColumns } from "./fleet-columns.ts";
import type { CandidateForecast } from "./prediction-columns.ts";

interface Corrected {
  evidence: LiveEvidence;
  revision: number;
  forecast: CandidateForecast;
}

const ANY_TYPE = "";

/**
 * Corrects forecasts by recent outcomes. Between two decisions seldom more than a few outcomes arrive, so a corrected
 * forecast is kept and only the agents that changed since are looked at again. Columns handed out never change.
 */
export class LiveForecasts {
  readonly #corrected = new WeakMap<CandidateForecast, Map<string, Corrected>>();

  /** The forecast itself where nothing was reported. */
  correct(
    forecast: CandidateForecast,
    evidence: LiveEvidence | null | undefined,
    fleet: Pick<FleetColumns, "rowOfName" | "count">,
    taskType: string,
    nowMs: number,
  ): CandidateForecast {
    if (!evidence || evidence.isEmpty) return forecast;
    evidence.fadeTo(nowMs);
    let byType = this.#corrected.get(forecast);
    if (!byType) {
      byType = new Map();
      this.#corrected.set(forecast, byType);
    }
    // Types nobody has reported on share one entry, so that strangers cannot fill the cache.
    const key = evidence.knowsType(taskType) ? taskType : ANY_TYPE;
    const found = byType.get(key);
    const kept = found?.evidence === evidence ? found : undefined;
    if (kept?.revision === evidence.revision) return kept.forecast;
    const names = kept ? evidence.changedSince(kept.revision) : evidence.names();
    const corrected = apply(forecast, kept?.forecast ?? forecast, evidence, names, fleet, taskType);
    byType.set(key, { evidence, revision: evidence.revision, forecast: corrected });
    return corrected;
  }
}

function apply(
  predicted: CandidateForecast,
  start: CandidateForecast,
  evidence: LiveEvidence,
  names: Iterable<string>,
  fleet: Pick<FleetColumns, "rowOfName" | "count">,
  taskType: string,
): CandidateForecast {
  const live = start.live?.slice() ?? new Array<null>(fleet.count).fill(null);
  const corrected: CandidateForecast = {
    ...start,
    live,
    successProbability: start.successProbability.slice(),
    successSd: start.successSd.slice(),
    typeSamples: start.typeSamples.slice(),
    totalSamples: start.totalSamples.slice(),
  };
  for (const name of names) {
    const row = fleet.rowOfName.get(name);
    const correction = row === undefined ? null : evidence.correction(name, taskType);
    if (row === undefined || !correction) continue;
    const sd = predicted.successSd[row] as number;
    live[row] = correction;
    corrected.successProbability[row] = shiftProbability(
      predicted.successProbability[row] as number,
      correction.offsetLogit,
    );
    corrected.successSd[row] = 1 / Math.sqrt(1 / (sd * sd) + correction.precision);
    corrected.typeSamples[row] = (predicted.typeSamples[row] || 0) + correction.typeOutcomes;
    corrected.totalSamples[row] = (predicted.totalSamples[row] || 0) + correction.outcomes;
  }
  return corrected;
}
