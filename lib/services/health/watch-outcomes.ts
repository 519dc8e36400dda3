import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { KEPT_HOURS, observeHour, type RegressionMonitor } from "#lib/engines/health/regression/monitor.ts";
import { beginForetold } from "#lib/engines/health/regression/new-normal.ts";
import type { WatchedOutcome } from "#lib/engines/health/regression/outcome-hour.ts";
import { packHour, packMonitor, unpackMonitor } from "#lib/engines/health/regression/stored-monitor.ts";
import { type Db, db, inTransaction } from "#lib/store/client.ts";
import { lockHealthCheck } from "#lib/store/health-check.ts";
import {
  findWatchedTo,
  firstJudgedSince,
  type JudgedOutcome,
  listJudgedOutcomes,
  listMonitorHours,
  listMonitors,
  type MonitorKey,
  noteWatched,
  putMonitor,
  readUsualByType,
} from "#lib/store/health-monitor.ts";
import { HOUR_MS, MINUTE_MS } from "./check-definition.ts";

const DAY_MS = 24 * HOUR_MS;
const SPAN_MS = 7 * DAY_MS;
/** Reports of an hour that are written when it is over. */
const PATIENCE_MS = 2 * MINUTE_MS;
/** What is usual of a type of tasks is that of the weeks before, so that a wandering mix is no regression. */
const USUAL_MS = 28 * DAY_MS;
/** Where nobody foretold success and the type is new. */
const NO_IDEA = 0.8;
const FEW = 20;

type Known = RegressionMonitor & { label: string; firstNewHour: number };

/**
 * Feeds the monitors with the hours that are complete: each judged outcome to those of its agent, its configuration and
 * the version that placed it. The first time with all that is left of twelve weeks.
 * @returns how many outcomes were watched
 */
export async function watchOutcomes({ ctx }: { ctx: ServiceContext }): Promise<number> {
  requireScope(ctx, "health:write");
  const toMs = Math.floor((ctx.clock.nowMs() - PATIENCE_MS) / HOUR_MS) * HOUR_MS;
  const begunMs = (await findWatchedTo(db())) ?? (await firstJudgedSince(db(), toMs - KEPT_HOURS * HOUR_MS));
  if (begunMs === null) return 0;
  let fromMs = Math.floor(Math.max(begunMs, toMs - KEPT_HOURS * HOUR_MS) / HOUR_MS) * HOUR_MS;
  let watched = 0;
  // A week at a time: what was watched is kept, should this process end.
  while (fromMs < toMs) {
    const endMs = Math.min(fromMs + SPAN_MS, toMs);
    watched += await watchSpan(fromMs, endMs);
    fromMs = endMs;
  }
  return watched;
}

async function watchSpan(fromMs: number, toMs: number): Promise<number> {
  const usual = await readUsualByType(db(), fromMs - USUAL_MS, fromMs);
  return inTransaction(async (tx) => {
    await lockHealthCheck(tx, "outcomes");
    // Another process was faster.
    if (((await findWatchedTo(tx)) ?? 0) >= toMs) return 0;
    const outcomes = await listJudgedOutcomes(tx, fromMs, toMs);
    const monitors = new Map<string, Known & MonitorKey>();
    for (const [hourMs, own] of Map.groupBy(outcomes, ({ at }) => Math.floor(at.getTime() / HOUR_MS)))
      await watchHour(tx, monitors, hourMs, own, usual);
    for (const { kind, subject, label, firstNewHour, ...monitor } of monitors.values()) {
      const hours = monitor.hours.filter(({ hour }) => hour >= firstNewHour).map(packHour);
      const row = { kind, subject, label, state: packMonitor(monitor) };
      await putMonitor(tx, row, hours, toMs, Math.floor(toMs / HOUR_MS) - KEPT_HOURS);
    }
    await noteWatched(tx, toMs);
    return outcomes.length;
  }, 120_000);
}

async function watchHour(
  tx: Db,
  monitors: Map<string, Known & MonitorKey>,
  hour: number,
  outcomes: readonly JudgedOutcome[],
  usual: Awaited<ReturnType<typeof readUsualByType>>,
): Promise<void> {
  const byThing = Map.groupBy(
    outcomes.flatMap((outcome) => thingsOf(outcome).map((thing) => ({ thing, outcome }))),
    ({ thing }) => `${thing.kind} ${thing.subject}`,
  );
  for (const [id, own] of byThing) {
    const thing = own[0]?.thing;
    if (!thing) continue;
    const opened = monitors.get(id) ?? (await open(tx, thing, hour));
    const byModel = own.filter(({ outcome }) => outcome.predictorVersion !== null).length;
    const begun = 2 * byModel > own.length ? beginForetold(opened) : opened;
    // It is written down what is taken of the hours before, too.
    const firstNewHour = begun === opened ? opened.firstNewHour : (opened.hours[0]?.hour ?? hour);
    const known = { ...opened, ...begun, firstNewHour };
    const watched = own.map(({ outcome }) => watchedOf(outcome, usual));
    monitors.set(id, { ...known, ...observeHour(known, hour, watched) });
  }
}

async function open(tx: Db, thing: MonitorKey & { label: string }, hour: number) {
  const { kind, subject } = thing;
  const [row] = await listMonitors(tx, { kind, subject });
  const hours = row ? await listMonitorHours(tx, row, hour - KEPT_HOURS) : [];
  return { ...unpackMonitor(row?.state ?? null, hours), ...thing, firstNewHour: hour };
}

function thingsOf({ agentId, agent, fleetName, configuration, predictorVersion }: JudgedOutcome) {
  const version = `${fleetName} performance predictor v${predictorVersion}`;
  return [
    ...(agentId !== null && agent !== null
      ? [{ kind: "agent", subject: agentId, label: `${fleetName}/${agent}` }]
      : []),
    ...(configuration !== null ? [{ kind: "configuration", subject: configuration, label: configuration }] : []),
    ...(predictorVersion !== null
      ? [{ kind: "version", subject: `${fleetName}/performance_predictor/${predictorVersion}`, label: version }]
      : []),
  ];
}

function watchedOf(
  { fleetName, taskType, success, foretold, durationMs }: JudgedOutcome,
  usual: Awaited<ReturnType<typeof readUsualByType>>,
): WatchedOutcome {
  const known = usual.get(`${fleetName} ${taskType}`);
  const rate = known && known.n >= FEW ? known.rate : NO_IDEA;
  const slowness = known && known.n >= FEW && known.logMs !== null && durationMs !== null && durationMs > 0;
  return {
    success,
    expectedSuccess: foretold ?? rate,
    logSlowness: slowness ? Math.log(durationMs) - (known.logMs ?? 0) : null,
  };
}
