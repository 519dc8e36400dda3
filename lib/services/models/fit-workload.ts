import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { Figure } from "#lib/contracts/model.ts";
import type { TrainingRequest } from "#lib/contracts/training.ts";
import { canonicalJson, sha256Hex } from "#lib/core/canonical-json.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { type HeldOutFigures, heldOutFigures } from "#lib/engines/workload/model/held-out-figures.ts";
import type { WorkloadHistory } from "#lib/engines/workload/model/workload-history.ts";
import { WorkloadModel } from "#lib/engines/workload/model/workload-model.ts";
import { db } from "#lib/store/client.ts";
import { countArrivals, countPriorities, sumServices } from "#lib/store/workload-history.ts";
import type { FittedVersion, OnFitProgress } from "./fit-version.ts";
import { unroutedReport } from "./unrouted-report.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Older weeks say little of the next one. */
const WINDOW_MS = 180 * DAY_MS;
/** Who does what changes faster than when it comes. */
const RECENT_MS = 28 * DAY_MS;
const LEAST_HOURS = 72;
/** Types whose own figures are kept with the version. */
const TOLD_TYPES = 8;

/** What to learn from; see TrainingRequest. Decisions after `untilMs` do not count. */
export interface WorkloadOrder {
  request: Pick<TrainingRequest, "fleetName" | "source" | "windowFrom" | "windowTo" | "types" | "agents" | "seed">;
  untilMs: number;
}

/**
 * Fits the fleet's workload model on the hours of its decisions, and measures on the newest week what such a fit makes of
 * a week it has not seen. The same data and seed give the same bytes.
 * @throws SignalboxError conflict with less than three days of decisions
 */
export async function fitWorkload(
  { request, untilMs }: WorkloadOrder,
  onProgress: OnFitProgress = () => undefined,
): Promise<FittedVersion> {
  onProgress("Counting tasks", 0);
  const history = await readHistory(request, untilMs);
  onProgress("Measuring on days it has not seen", 0.2);
  const measured = heldOutFigures(history, request.seed);
  const startedAt = performance.now();
  const model = WorkloadModel.fit(history, (done, all) => onProgress("Learning", 0.6 + (0.4 * done) / all));
  const rows = history.arrivals.reduce((sum, { tasks }) => sum + tasks, 0);
  const fitSeconds: Figure = { value: (performance.now() - startedAt) / 1000, unit: "s", n: rows };
  const metrics = { ...measured?.figures, ...typeFigures(measured), fit_seconds: fitSeconds };
  const dataSha256 = sha256Hex(canonicalJson(history));
  const report = reportOf(measured, metrics, dataSha256);
  return {
    artifact: model.toArtifact(),
    metadata: {
      rows,
      agents: new Set(history.services.map(({ agent }) => agent)).size,
      dataSha256,
      windowFrom: new Date(history.fromHour * HOUR_MS).toISOString(),
      windowTo: new Date(history.untilHour * HOUR_MS).toISOString(),
      seed: request.seed,
      parameters: {
        ...model.parameters(),
        heldOut: report.heldOut.how,
        heldOutRows: report.heldOut.rows,
        testSha256: dataSha256,
      },
    },
    metrics,
    report,
  };
}

async function readHistory(request: WorkloadOrder["request"], untilMs: number): Promise<WorkloadHistory> {
  if (request.source === "imported") {
    throw new SignalboxError("conflict", "Imported outcomes do not say when their tasks came. Learn from decisions.");
  }
  const end = Math.min(untilMs, request.windowTo === null ? untilMs : Date.parse(request.windowTo));
  const untilHour = Math.floor(end / HOUR_MS);
  const toMs = untilHour * HOUR_MS;
  const { fleetName, types, agents, windowFrom } = request;
  const fromMs = windowFrom === null ? toMs - WINDOW_MS : Date.parse(windowFrom);
  const scope = { fleetName, types, agents, fromMs, untilMs: toMs, recentMs: Math.max(fromMs, toMs - RECENT_MS) };
  const [arrivals, services, priorities] = await Promise.all([
    countArrivals(db(), scope),
    sumServices(db(), scope),
    countPriorities(db(), scope),
  ]);
  const fromHour = arrivals.reduce((first, { hour }) => Math.min(first, hour), untilHour);
  if (untilHour - fromHour < LEAST_HOURS) {
    const hours = untilHour - fromHour;
    throw new SignalboxError(
      "conflict",
      `${fleetName} has ${hours} hours of decisions; three days are needed to tell one hour of the day from another.`,
    );
  }
  return { fromHour, untilHour, arrivals, services, priorities };
}

function typeFigures(measured: HeldOutFigures | null): Record<string, Figure> {
  const known = measured?.types.filter(({ mase }) => Number.isFinite(mase)).slice(0, TOLD_TYPES) ?? [];
  return Object.fromEntries(
    known.map(({ name, mase, hours }) => [`mase of ${name}`, { value: mase, unit: "x seasonal naive", n: hours }]),
  );
}

function reportOf(measured: HeldOutFigures | null, figures: Record<string, Figure>, sha256: string): EvaluationReport {
  const how = measured ? `the newest ${measured.days === 1 ? "day" : `${measured.days} days`}` : "nothing";
  return unroutedReport({
    summary: summarise(measured),
    figures,
    heldOut: { how, rows: measured?.hours ?? 0, tasks: measured?.days ?? 0, sha256 },
  });
}

function summarise(measured: HeldOutFigures | null): string {
  const { mase, coverage90 } = measured?.figures ?? {};
  if (!mase || !coverage90) return "Nothing was measured: there are too few days to keep some of them back.";
  const held = `its 90% intervals held ${(100 * coverage90.value).toFixed(1)}% of hours.`;
  const share = `${(100 * mase.value).toFixed(0)}% of the error of "as a week ago"`;
  return mase.value < 1
    ? `Forecasts tasks by type and hour with ${share}; ${held}`
    : `Does not forecast better than "as a week ago" (${share}); ${held}`;
}
