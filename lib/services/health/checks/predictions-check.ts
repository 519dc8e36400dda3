import type { ServiceContext } from "#lib/auth/context.ts";
import type { HealthState, Verdict } from "#lib/contracts/health-check.ts";
import {
  type CalibrationDrift,
  calibrationDrift,
  judgeCalibration,
} from "#lib/engines/prediction/calibration-drift.ts";
import { DRIFT_LEAST_OUTCOMES } from "#lib/engines/prediction/drift.ts";
import { db } from "#lib/store/client.ts";
import { findVersion, listProduction } from "#lib/store/model.ts";
import { readForetoldBins } from "#lib/store/task-mix.ts";
import { AT_ONCE, type HealthCheck, HOUR_MS, overall } from "../check-definition.ts";

const KIND = "performance_predictor";
const DAYS_MS = 2 * 24 * HOUR_MS;

/** Success comes as the predictor in production foretells it. */
export const predictionsCheck: HealthCheck = {
  id: "predictions",
  damping: AT_ONCE,
  forgetAfterMs: 0,
  run: checkPredictions,
};

async function checkPredictions(ctx: ServiceContext): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { name, kind, version } of await listProduction(db())) {
    if (kind !== KIND) continue;
    const drift = calibrationDrift(await readForetoldBins(db(), name, version, ctx.clock.nowMs() - DAYS_MS));
    if (!drift || drift.n < DRIFT_LEAST_OUTCOMES) continue;
    const trained = (await findVersion(db(), { name, kind }, version))?.metrics.ece?.value ?? null;
    verdicts.push(checkVersion(name, version, drift, trained));
  }
  if (verdicts.length > 0) return verdicts;
  const sentence = `No version in production has ${DRIFT_LEAST_OUTCOMES} outcomes of the last two days.`;
  return [overall("All versions", { state: "ok", sentence, href: "/models" })];
}

function checkVersion(fleet: string, version: number, drift: CalibrationDrift, trained: number | null): Verdict {
  const { n, error, noise, gap } = drift;
  const points = (share: number) => (100 * share).toFixed(1);
  const state = stateOf(judgeCalibration(drift, trained));
  const way = gap < 0 ? "less" : "more";
  const label = `${fleet} v${version}`;
  const sentence =
    state === "ok"
      ? `What ${label} foretells comes as foretold (error ${points(error)} points, ${n.toLocaleString("en-US")} outcomes).`
      : `What ${label} foretells does not hold any more: success comes ${points(Math.abs(gap))} points ${way} often (error ${points(error)} points, ${trained === null ? "unknown" : points(trained)} in training, ${n.toLocaleString("en-US")} outcomes). Train it anew.`;
  const evidence = [
    { name: "calibration error", value: `${points(error)} points` },
    { name: "by chance", value: `${points(noise)} points` },
    { name: "in training", value: trained === null ? "unknown" : `${points(trained)} points` },
    { name: "outcomes", value: n.toLocaleString("en-US") },
  ];
  return { subject: fleet, label, state, sentence, evidence, href: `/models/${encodeURIComponent(fleet)}/${KIND}` };
}

function stateOf(judged: ReturnType<typeof judgeCalibration>): HealthState {
  switch (judged) {
    case "same":
      return "ok";
    case "drifted":
      return "degraded";
    case "wrong":
      return "failing";
    default:
      return judged satisfies never;
  }
}
