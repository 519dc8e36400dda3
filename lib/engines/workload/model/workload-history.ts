import { HOUR_MS } from "../calendar/agent-load.ts";

/** What is known of a fleet's work, counted. */
export interface WorkloadHistory {
  /** The first hour anything is known of, and the first one that is not over; whole hours since the epoch. */
  fromHour: number;
  untilHour: number;
  arrivals: readonly { type: string; hour: number; tasks: number }[];
  services: readonly ServiceSums[];
  /** Tasks by priority, most urgent first. */
  priorities: readonly number[];
}

/** Who did how much of a type lately, and how long that took. */
export interface ServiceSums {
  type: string;
  agent: string;
  tasks: number;
  /** Of those whose duration is known: how many, and sums of the logarithm of milliseconds and of its square. */
  timed: number;
  sumLog: number;
  sumSquaredLog: number;
}

/** Beyond so many types the rarest are told together. */
export const MOST_TYPES = 200;
export const OTHER_TYPES = "(other types)";

export const hourOf = (atMs: number) => Math.floor(atMs / HOUR_MS);

/** Hourly counts by type, busiest first; types beyond the most frequent ones under one name. */
export function countsByType({ arrivals, fromHour, untilHour }: WorkloadHistory): Map<string, Float64Array> {
  const totals = new Map<string, number>();
  for (const { type, tasks } of arrivals) totals.set(type, (totals.get(type) ?? 0) + tasks);
  const ordered = [...totals].sort(([a, tasksA], [b, tasksB]) => tasksB - tasksA || (a < b ? -1 : 1));
  const own = new Set(ordered.slice(0, MOST_TYPES).map(([type]) => type));
  const counts = new Map<string, Float64Array>();
  for (const [type] of ordered.slice(0, MOST_TYPES)) counts.set(type, new Float64Array(untilHour - fromHour));
  if (ordered.length > MOST_TYPES) counts.set(OTHER_TYPES, new Float64Array(untilHour - fromHour));
  for (const { type, hour, tasks } of arrivals) {
    const column = counts.get(own.has(type) ? type : OTHER_TYPES);
    const at = hour - fromHour;
    if (column && at >= 0 && at < column.length) column[at] = (column[at] as number) + tasks;
  }
  return counts;
}
