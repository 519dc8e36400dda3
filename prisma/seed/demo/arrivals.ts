import { type Random, seededRandom } from "#lib/core/random.ts";
import { DEMO_TASKS, type DemoTaskType, SUBJECTS } from "./tasks.ts";

const HOUR_MS = 3_600_000;
export const DEMO_DAYS = 30;

/** A task as it reaches the demo fleet. */
export interface Arrival {
  index: number;
  atMs: number;
  task: DemoTaskType;
  /** Capabilities that this one asks for, with the least level of each. */
  requires: readonly { name: string; min_level: number }[];
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
  const inHour = { office: densities(hours, office), mornings: densities(hours, mornings) };
  let index = 0;
  let owed = 0;
  return hours.map((hourMs, hour) => {
    const shares = DEMO_TASKS.map(({ share, rhythm = "office" }) => share * (inHour[rhythm][hour] ?? 0));
    // What is owed carries over, so that the total is the count whatever the rounding.
    owed += (sum(shares) / ALL_SHARES) * count;
    const due = Math.floor(owed + 1e-9);
    owed -= due;
    const times = Array.from({ length: due }, () => hourMs + Math.floor(random() * HOUR_MS)).sort((a, b) => a - b);
    return times.map((atMs) => ({ index: index++, atMs, ...drawTask(shares, random) }));
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const ALL_SHARES = sum(DEMO_TASKS.map(({ share }) => share));

/** How a rhythm's tasks are spread over the hours: 1 in all. */
function densities(hours: readonly number[], weightOf: (at: Date) => number): number[] {
  const weights = hours.map((hourMs) => weightOf(new Date(hourMs)));
  const all = sum(weights);
  return weights.map((weight) => weight / all);
}

const isWeekend = (at: Date) => at.getUTCDay() === 0 || at.getUTCDay() === 6;

function office(at: Date): number {
  const bell = Math.exp(-(((at.getUTCHours() - 13) / 4.5) ** 2));
  return (0.25 + 2 * bell) * (isWeekend(at) ? 0.4 : 1);
}

function mornings(at: Date): number {
  return isWeekend(at) ? 0 : Math.exp(-(((at.getUTCHours() - 9) / 1.6) ** 2));
}

function drawTask(shares: readonly number[], random: Random): Omit<Arrival, "index" | "atMs"> {
  const task = byShare(DEMO_TASKS, shares, random() * sum(shares));
  const { requires, texts } = drawVariant(task, random());
  const description = pick(texts, random).replace("{subject}", pick(SUBJECTS, random));
  return { task, requires, description, tag: random() < CLIENT_SHARE ? CLIENT_TAG : null };
}

/** Beyond what a related skill counts for. */
const GOOD_LEVEL = 0.65;

/** @param point 0-1 */
function drawVariant({ requires, texts, variants = [] }: DemoTaskType, point: number) {
  const usual = requires.map((name) => ({ name, min_level: 0 }));
  const ordinary = { requires: usual, texts };
  const special = variants.map((one) => ({
    requires: [...usual, { name: one.requires, min_level: GOOD_LEVEL }],
    texts: one.texts,
  }));
  const shares = variants.map(({ share }) => share);
  return byShare([...special, ordinary], [...shares, 1 - sum(shares)], point);
}

/** The one at a point of the line on which each is as long as its share. */
function byShare<T>(items: readonly T[], shares: readonly number[], point: number): T {
  let end = 0;
  for (const [i, item] of items.entries()) {
    end += shares[i] ?? 0;
    if (point < end) return item;
  }
  throw new RangeError("beyond the last share");
}

function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}
