import { SignalboxError } from "#lib/core/errors.ts";
import { KEPT_HOURS, type RegressionMonitor } from "#lib/engines/health/regression/monitor.ts";
import { unpackMonitor } from "#lib/engines/health/regression/stored-monitor.ts";
import type { Db } from "#lib/store/client.ts";
import { lockHealthCheck } from "#lib/store/health-check.ts";
import { listMonitorHours, listMonitors, type MonitorKey } from "#lib/store/health-monitor.ts";
import { HOUR_MS } from "./check-definition.ts";

/** A monitor that nobody else moves until the transaction ends. @throws SignalboxError not_found */
export async function openMonitor(
  tx: Db,
  key: MonitorKey,
  nowMs: number,
): Promise<{ label: string; monitor: RegressionMonitor }> {
  await lockHealthCheck(tx, "outcomes");
  const [row] = await listMonitors(tx, key);
  if (!row) throw new SignalboxError("not_found", "It is not watched any more.");
  const hours = await listMonitorHours(tx, key, Math.floor(nowMs / HOUR_MS) - KEPT_HOURS);
  return { label: row.label, monitor: unpackMonitor(row.state, hours) };
}
