import type { ServiceContext } from "#lib/auth/context.ts";
import type { Verdict } from "#lib/contracts/health-check.ts";
import { currentRegression, type Regression } from "#lib/engines/health/regression/describe-regression.ts";
import { boundOf, evidenceOf, KEPT_HOURS, type RegressionMonitor } from "#lib/engines/health/regression/monitor.ts";
import { unpackMonitor } from "#lib/engines/health/regression/stored-monitor.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { deleteMonitor, listMonitorHours, listMonitors, type MonitorRow } from "#lib/store/health-monitor.ts";
import { type HealthCheck, HOUR_MS, overall } from "../check-definition.ts";
import { watchOutcomes } from "../watch-outcomes.ts";

/** Without an outcome for so long nothing is known of how it does now. */
const QUIET_HOURS = 72;

/** Each agent, configuration and version does as well as it usually does. */
export const performanceCheck: HealthCheck = {
  id: "performance",
  // The test is damped by itself.
  damping: { worseAfter: 1, betterAfter: 1 },
  forgetAfterMs: 0,
  run: checkPerformance,
};

async function checkPerformance(ctx: ServiceContext): Promise<Verdict[]> {
  await watchOutcomes({ ctx });
  const nowHour = Math.floor(ctx.clock.nowMs() / HOUR_MS);
  const agents = new Set((await listAgents(db())).map(({ id }) => id));
  const verdicts: Verdict[] = [];
  let watched = 0;
  for (const row of await listMonitors(db())) {
    if (row.kind === "agent" && !agents.has(row.subject)) {
      await deleteMonitor(db(), row);
      continue;
    }
    watched++;
    const alarmed = (row.state as Partial<RegressionMonitor>).alarm;
    if (alarmed) verdicts.push(...(await judge(row, nowHour)));
  }
  const sentence =
    watched === 0
      ? "No outcome was judged yet."
      : `${watched} agents, configurations and versions watched; ${verdicts.length === 0 ? "none" : verdicts.length} worse than usual.`;
  return [overall("All that is watched", { state: "ok", sentence }), ...verdicts];
}

async function judge(row: MonitorRow, nowHour: number): Promise<Verdict[]> {
  const monitor = unpackMonitor(row.state, await listMonitorHours(db(), row, nowHour - KEPT_HOURS));
  const last = monitor.hours.at(-1)?.hour ?? Number.NEGATIVE_INFINITY;
  const regression = currentRegression(monitor, row.label);
  if (!regression || last < nowHour - QUIET_HOURS || last < nowHour - KEPT_HOURS) return [];
  const state = severe(regression) ? "failing" : "degraded";
  const subject = `${row.kind} ${row.subject}`;
  const { sentence, n } = regression;
  const evidence = [
    {
      name: "evidence",
      value: evidenceText(monitor, regression),
    },
    { name: "outcomes since", value: n.toLocaleString("en-US") },
    { name: "learned from", value: `${(monitor.success.baseline?.n ?? 0).toLocaleString("en-US")} outcomes` },
  ];
  return [{ subject, label: row.label, state, sentence, evidence, href: hrefOf(row) }];
}

/** What was worth a bet is soon worth billions, which says no more than "very". */
function evidenceText(monitor: RegressionMonitor, { quantity }: Regression): string {
  const times = evidenceOf(monitor, quantity) / boundOf(monitor);
  return times > 100 ? "more than 100 times the bound" : `${times.toFixed(1)} times the bound`;
}

/** Surely 5 points worse, or a quarter slower: what is less is to be looked at, not to be woken for. */
function severe({ quantity, sizeLow, sizeHigh }: Regression): boolean {
  switch (quantity) {
    case "success":
      return sizeHigh < -0.05;
    case "duration":
      return sizeLow > Math.log(1.25);
    default:
      return quantity satisfies never;
  }
}

function hrefOf({ kind, subject }: MonitorRow): string {
  if (kind === "agent") return `/fleet/${subject}`;
  if (kind === "configuration") return `/configs/${subject}`;
  const [fleet = "", model = ""] = subject.split("/");
  return `/models/${encodeURIComponent(fleet)}/${model}`;
}
