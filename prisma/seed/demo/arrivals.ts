import { type Random, seededRandom } from "#lib/core/random.ts";
import { DEMO_TASKS, type DemoTaskType, SUBJECTS } from "./tasks.ts";

const HOUR_MS = 3_600_000;
export const DEMO_DAYS = 30;

/** A task as it reaches the demo fleet. */
export interface Arrival {
  index: number;
  atMs: number;
  task: DemoTaskType;
  description: string;
  tag: string | null;
}

export const CLIENT_TAG = "client-northwind";
const CLIENT_SHARE = 0.12;

/** Tasks of the days before `nowMs`, hour by hour: busy office hours, quiet nights and weekends. */
export function arrivals(seed: number, nowMs: number, count: number): Arrival[][] {
  const random = seededRandom(seed);
  const startMs = nowMs - DEMO_DAYS * 24 * HOUR_MS;
  const hours = Array.from({ length: DEMO_DAYS * 24 }, (_, hour) => startMs + hour * HOUR_MS);
  const weights = hours.map(busyness);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let index = 0;
  let owed = 0;
  return hours.map((hourMs, hour) => {
    // What is owed carries over, so that the total is the count whatever the rounding.
    owed += ((weights[hour] ?? 0) / total) * count;
    const due = Math.floor(owed + 1e-9);
    owed -= due;
    const times = Array.from({ length: due }, () => hourMs + Math.floor(random() * HOUR_MS)).sort((a, b) => a - b);
    return times.map((atMs) => ({ index: index++, atMs, ...drawTask(random) }));
  });
}

function busyness(hourMs: number): number {
  const at = new Date(hourMs);
  const hour = at.getUTCHours();
  const weekend = at.getUTCDay() === 0 || at.getUTCDay() === 6;
  const office = Math.exp(-(((hour - 13) / 4.5) ** 2));
  return (0.25 + 2 * office) * (weekend ? 0.4 : 1);
}

const SHARES = DEMO_TASKS.reduce((sum, { share }) => sum + share, 0);

function drawTask(random: Random): Pick<Arrival, "task" | "description" | "tag"> {
  const task = byShare(random() * SHARES);
  const description = pick(task.texts, random).replace("{subject}", pick(SUBJECTS, random));
  return { task, description, tag: random() < CLIENT_SHARE ? CLIENT_TAG : null };
}

/** The task type at a point of the line on which every type is as long as its share. */
function byShare(point: number): DemoTaskType {
  let end = 0;
  for (const task of DEMO_TASKS) {
    end += task.share;
    if (point < end) return task;
  }
  throw new RangeError("beyond the last share");
}

function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
