import type { BudgetScope } from "#lib/contracts/budget.ts";
import type { Db } from "./client.ts";
import { readSpendHours } from "./usage-reading.ts";
import { usageCompleteFrom } from "./usage-rollup.ts";

/** Hours in which tasks were decided that have ended; the others are absent. */
export interface SpendHour {
  startMs: number;
  tasks: number;
  /** Of those whose cost is known. */
  spentNanoUsd: number;
}

const HOUR_MS = 3_600_000;

/**
 * What the tasks under a scope came to, by the hour they were decided in; from the sums kept, so that a long history costs
 * no more than a short one. The hour of `fromMs` is read whole. After a fallback a task is under the configuration that
 * answered, whose budgets have paid for it.
 */
export async function spendHoursOfScope(
  db: Db,
  scope: BudgetScope,
  fromMs: number,
  toMs: number,
): Promise<SpendHour[]> {
  const filters = Object.fromEntries(
    Object.entries(scope).flatMap(([name, value]) => (value ? [[name, [value]]] : [])),
  );
  const range = { fromMs: Math.floor(fromMs / HOUR_MS) * HOUR_MS, toMs: Math.ceil(toMs / HOUR_MS) * HOUR_MS };
  const rows = await readSpendHours(db, { ...range, filters }, await usageCompleteFrom(db));
  return rows.map(({ startMs, tasks, costNanoUsd }) => ({ startMs, tasks, spentNanoUsd: Number(costNanoUsd) }));
}

/** Every hour from the first known one to `toMs`, which is a full hour; hours in which nothing happened are zero. */
export function denseHours(hours: readonly SpendHour[], toMs: number): { startMs: number; hours: SpendHour[] } {
  const startMs = hours[0]?.startMs ?? toMs;
  const known = new Map(hours.map((hour) => [hour.startMs, hour]));
  const count = Math.max(0, Math.floor((toMs - startMs) / HOUR_MS));
  return {
    startMs,
    hours: Array.from({ length: count }, (_, i) => {
      const at = startMs + i * HOUR_MS;
      return known.get(at) ?? { startMs: at, tasks: 0, spentNanoUsd: 0 };
    }),
  };
}
