import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import type { DecisionFrame } from "./decision-frame.ts";

/** What a choice among scored candidates looks at; columns by row. A stored decision has it too. */
export interface SelectionFrame {
  policy: Pick<
    RoutingPolicy,
    "weights" | "selection" | "lambdaPerUsd" | "exploration" | "coldStart" | "unpricedCeilingUsd"
  >;
  /** A failure of this task would hurt too much for a trial. */
  isSpared: boolean;
  /** Price of what the fleet tried out today. */
  exploredNanoUsd: number;
  /** Rows of new agents that have not yet done the tasks of their trial; none when the greedy choice is such an agent. */
  onTrial: ReadonlySet<number>;
  names: readonly string[];
  costNanoUsd: Float64Array;
  /** By row, what budgets ahead of their pace add to the price of a dollar; null: nothing. */
  paceLambdaPerUsd: Float64Array | null;
  successProbability: Float64Array;
  /** Standard deviation of what is believed of its logit. */
  successSd: Float64Array;
}

export const NOBODY: ReadonlySet<number> = new Set();

/** What the choice among scored candidates looks at, of a decision under way. */
export function selectionFrame(frame: DecisionFrame, ranking: Int32Array): SelectionFrame {
  const { policy, forecast, inputs, task, fleet, costP50NanoUsd } = frame;
  return {
    policy,
    isSpared: isSpared(task.priority),
    exploredNanoUsd: inputs.exploredNanoUsd,
    onTrial: rowsOnTrial(frame, ranking),
    names: fleet.names,
    costNanoUsd: costP50NanoUsd,
    paceLambdaPerUsd: frame.pace?.lambdaPerUsd ?? null,
    successProbability: forecast.successProbability,
    successSd: forecast.successSd,
  };
}

/** Failures of such tasks hurt too much for a trial. */
function isSpared(priority: Task["priority"]): boolean {
  switch (priority) {
    case "low":
    case "normal":
      return false;
    case "high":
    case "critical":
      return true;
    default:
      return priority satisfies never;
  }
}

/** Tasks an agent on trial has done, counting those it is at. */
export function tasksOfTrial({ forecast, leases }: DecisionFrame, row: number): number {
  return (forecast.totalSamples[row] || 0) + (leases[row] as number);
}

function rowsOnTrial(frame: DecisionFrame, ranking: Int32Array): ReadonlySet<number> {
  const { tasks, maxShare } = frame.policy.coldStart.trial;
  // Where the greedy choice has no record itself, there is nothing to be tried against.
  if (tasks === 0 || maxShare === 0 || tasksOfTrial(frame, ranking[0] as number) < tasks) return NOBODY;
  let rows: Set<number> | null = null;
  for (const row of newRows(frame.forecast.totalSamples, tasks)) {
    if (frame.refused[row] !== 0 || tasksOfTrial(frame, row) >= tasks) continue;
    rows ??= new Set();
    rows.add(row);
  }
  return rows ?? NOBODY;
}

const newRowsOf = new WeakMap<Float64Array, { tasks: number; rows: Int32Array }>();

/** Rows with fewer outcomes than that; few in most fleets, and the same while the column is. */
function newRows(totalSamples: Float64Array, tasks: number): Int32Array {
  const known = newRowsOf.get(totalSamples);
  if (known?.tasks === tasks) return known.rows;
  const rows: number[] = [];
  for (let row = 0; row < totalSamples.length; row++) if ((totalSamples[row] || 0) < tasks) rows.push(row);
  const found = { tasks, rows: Int32Array.from(rows) };
  newRowsOf.set(totalSamples, found);
  return found.rows;
}
