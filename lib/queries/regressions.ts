import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { RegressionView } from "#lib/contracts/health-check.ts";
import { parseInput } from "#lib/core/parse.ts";
import { currentRegression, type Regression } from "#lib/engines/health/regression/describe-regression.ts";
import { KEPT_HOURS, type RegressionMonitor } from "#lib/engines/health/regression/monitor.ts";
import { unpackMonitor } from "#lib/engines/health/regression/stored-monitor.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import { db } from "#lib/store/client.ts";
import { listMonitorHours, listMonitors, type MonitorRow } from "#lib/store/health-monitor.ts";

const HOUR_MS = 3_600_000;
const MOST = 12;

const scopeSchema = z.strictObject({
  kind: z.enum(["agent", "configuration", "version"]).optional(),
  subject: z.string().max(300).optional(),
});

/**
 * Day by day, how often success came and how often it usually would have, with the point of change where something is
 * worse: of one thing, or of all that are worse than usual.
 */
export async function readRegressions({ ctx, input }: ServiceCall): Promise<RegressionView[]> {
  requireScope(ctx, "health:read");
  const { kind, subject } = parseInput(scopeSchema, input);
  const rows = await listMonitors(db(), { ...(kind && { kind }), ...(subject !== undefined && { subject }) });
  const wanted = subject === undefined ? rows.filter(({ state }) => (state as Partial<RegressionMonitor>).alarm) : rows;
  const sinceHour = Math.floor(ctx.clock.nowMs() / HOUR_MS) - KEPT_HOURS;
  return Promise.all(wanted.slice(0, MOST).map((row) => toView(row, sinceHour)));
}

async function toView(row: MonitorRow, sinceHour: number): Promise<RegressionView> {
  const { kind, subject, label, state } = row;
  const monitor = unpackMonitor(state, await listMonitorHours(db(), row, sinceHour));
  const days = [...Map.groupBy(monitor.hours, ({ hour }) => Math.floor(hour / 24))].map(([day, hours]) => {
    const sum = (of: (hour: (typeof hours)[number]) => number) => hours.reduce((total, hour) => total + of(hour), 0);
    const n = sum((hour) => hour.n);
    const { low, high } = rateView(
      sum(({ successes }) => successes),
      n,
    );
    return {
      startAt: new Date(day * 24 * HOUR_MS).toISOString(),
      n,
      rate: sum(({ successes }) => successes) / n,
      ...{ low, high },
      // Without a baseline nothing moves what the model foretold, which may be no more than a prior.
      usual: hours.some(({ fitted, expected }) => fitted !== expected) ? sum(({ fitted }) => fitted) / n : null,
    };
  });
  const change = toChange(currentRegression(monitor, label));
  return { kind: kind as RegressionView["kind"], subject, label, days, change };
}

function toChange(regression: Regression | null): RegressionView["change"] {
  if (!regression) return null;
  const { hour, fromHour, toHour, quantity, size, sizeLow, sizeHigh, n, sentence } = regression;
  const at = (of: number) => new Date(of * HOUR_MS).toISOString();
  return { quantity, at: at(hour), from: at(fromHour), to: at(toHour + 1), size, sizeLow, sizeHigh, n, sentence };
}
