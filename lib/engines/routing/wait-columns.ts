import type { WorkloadForecaster } from "#lib/contracts/workload.ts";
import { waitTable } from "../workload/queue/wait-table.ts";
import type { FleetColumns } from "./fleet-columns.ts";

export const HOUR_MS = 3_600_000;

/** What the next task would wait at each agent, for every number of slots that may be taken; made once an hour. */
export interface WaitColumns {
  /** Since the epoch. */
  hour: number;
  /** False: the workload model says nothing of any agent here, and the columns are empty. */
  isKnown: boolean;
  /** Where an agent's part of the two tables begins, and for how many slots taken that is: with fewer nobody waits. */
  from: Int32Array;
  taken: Int32Array;
  waitMs: Float64Array;
  /** Service time over service time and wait: 1 for no wait, 0.5 where a task waits as long as it takes. */
  score: Float32Array;
}

/**
 * The tables of a fleet for an hour. An agent that the model does not know is one nobody sends work to yet, with the fleet's
 * mean service time: new agents wait for nothing but their own first task.
 */
export function waitColumns(
  { names, limit, count }: Pick<FleetColumns, "names" | "limit" | "count">,
  workload: WorkloadForecaster,
  hour: number,
): WaitColumns {
  const rates = workload.ratesAt(names, hour * HOUR_MS);
  const usualMs = meanKnown(rates?.meanServiceMs ?? new Float64Array());
  const empty = new Int32Array();
  if (!rates || Number.isNaN(usualMs)) {
    return { hour, isKnown: false, from: empty, taken: empty, waitMs: new Float64Array(), score: new Float32Array() };
  }
  const tables = Array.from({ length: count }, (_, row) => {
    const serviceMs = rates.meanServiceMs[row] as number;
    const known = Number.isFinite(serviceMs);
    const slots = limit[row] as number;
    return {
      ...{ slots, serviceMs: known ? serviceMs : usualMs },
      waits: waitTable(slots, known ? (rates.tasksPerMs[row] as number) : 0, known ? serviceMs : usualMs),
    };
  });
  const cells = tables.reduce((sum, { waits }) => sum + waits.length, 0);
  const columns = {
    from: new Int32Array(count),
    taken: new Int32Array(count),
    waitMs: new Float64Array(cells),
    score: new Float32Array(cells),
  };
  let at = 0;
  tables.forEach(({ slots, serviceMs, waits }, row) => {
    columns.from[row] = at;
    columns.taken[row] = slots - waits.length;
    for (const waitMs of waits) {
      columns.waitMs[at] = waitMs;
      columns.score[at++] = serviceMs / (serviceMs + waitMs);
    }
  });
  return { hour, isKnown: true, ...columns };
}

/** Milliseconds that the task after this one would wait, if this one were placed there; for agents with a free slot. */
export function waitMsOf({ from, taken, waitMs }: WaitColumns, leases: Int32Array, row: number): number {
  const beyond = (leases[row] as number) - (taken[row] as number);
  return beyond < 0 ? 0 : (waitMs[(from[row] as number) + beyond] as number);
}

function meanKnown(values: Float64Array): number {
  let [sum, known] = [0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    known++;
  }
  return known === 0 ? Number.NaN : sum / known;
}
