import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import { drawServiceMs } from "../queue/service-time.ts";
import { type QueueTask, simulateQueue } from "../queue/simulate-queue.ts";
import { steadyWaitMs } from "../queue/steady-wait.ts";
import { type AgentLoad, HOUR_MS, offeredShare } from "./agent-load.ts";

/** What one hour of an agent will be like. */
export interface HourOutlook {
  /** Share of its slots that the hour's own tasks ask for; may be above 1. */
  offered: number;
  /** Mean wait of the tasks that come in it until a slot is free. */
  waitMs: number;
  /** Probability that practically all of its slots are taken all hour, 0-1. */
  saturation: number;
}

/** Taken for at least this share of all slots' time counts as all hour. */
const ALL_HOUR = 0.95;
/** Below this load at its busiest hour nothing carries over, and each hour is judged by itself. */
const QUIET = 0.3;
/** Tasks that are played for one agent, in futures of which there are at least and at most so many. */
const TASKS = 60_000;
const FUTURES = { least: 30, most: 300 };

/**
 * The hours to come of one agent. A busy one is played through many times: hours bring more or less than expected, tasks wait
 * into the hours after theirs. Loads that change and queues that overflow for an hour have no formula.
 * @param tasks played in all; more are more exact
 */
export function agentWeek(load: AgentLoad, seed: number, tasks = TASKS): HourOutlook[] {
  const hours = load.tasksByHour.length;
  const offered = Array.from({ length: hours }, (_, hour) => offeredShare(load, hour));
  const busiest = offered.reduce((most, share) => Math.max(most, share), 0);
  if (busiest * (1 + 2 * Math.sqrt(load.rateVariation)) < QUIET) {
    return offered.map((share, hour) => ({ offered: share, waitMs: quietWaitMs(load, hour), saturation: 0 }));
  }
  const sum = load.tasksByHour.reduce((all, count) => all + count, 0);
  const futures = Math.min(FUTURES.most, Math.max(FUTURES.least, Math.round(tasks / Math.max(1, sum))));
  const waits = new Float64Array(hours);
  const counts = new Float64Array(hours);
  const saturated = new Float64Array(hours);
  const random = seededRandom(seed);
  for (let future = 0; future < futures; future++) playFuture(load, random, { waits, counts, saturated });
  return offered.map((share, hour) => ({
    offered: share,
    waitMs: (waits[hour] as number) / Math.max(1, counts[hour] as number),
    saturation: (saturated[hour] as number) / futures,
  }));
}

function quietWaitMs({ slots, tasksByHour, service }: AgentLoad, hour: number): number {
  const arrivalsPerMs = (tasksByHour[hour] as number) / HOUR_MS;
  return steadyWaitMs({ servers: slots, arrivalsPerMs, service, arrivalVariation: 1 });
}

interface Tally {
  waits: Float64Array;
  counts: Float64Array;
  saturated: Float64Array;
}

function playFuture(load: AgentLoad, random: Random, { waits, counts, saturated }: Tally): void {
  const { slots, service, tasksByHour } = load;
  const hours = tasksByHour.length;
  const busyMs = new Float64Array(hours);
  const moments = momentsOf(load, random);
  let next = 0;
  const nextTask = (): QueueTask | null => {
    const atMs = moments[next++];
    return atMs === undefined ? null : { atMs, serviceMs: drawServiceMs(service, random), priority: 0 };
  };
  simulateQueue(slots, nextTask, ({ atMs, serviceMs }, waitMs) => {
    const came = Math.floor(atMs / HOUR_MS);
    waits[came] = (waits[came] as number) + waitMs;
    counts[came] = (counts[came] as number) + 1;
    const endMs = atMs + waitMs + serviceMs;
    for (let fromMs = atMs + waitMs; fromMs < endMs; ) {
      const hour = Math.floor(fromMs / HOUR_MS);
      if (hour >= hours) return;
      const untilMs = Math.min(endMs, (hour + 1) * HOUR_MS);
      busyMs[hour] = (busyMs[hour] as number) + untilMs - fromMs;
      fromMs = untilMs;
    }
  });
  busyMs.forEach((busy, hour) => {
    if (busy >= ALL_HOUR * slots * HOUR_MS) saturated[hour] = (saturated[hour] as number) + 1;
  });
}

/** When tasks come: half of what varies beyond chance is the day's, half the hour's own. */
function momentsOf({ tasksByHour, rateVariation }: AgentLoad, random: Random): number[] {
  const sigma = Math.sqrt(Math.log1p(rateVariation) / 2);
  const factor = () => (sigma === 0 ? 1 : Math.exp(sigma * normal(random) - (sigma * sigma) / 2));
  const moments: number[] = [];
  let ofDay = 1;
  tasksByHour.forEach((expected, hour) => {
    if (hour % 24 === 0) ofDay = factor();
    const perMs = (expected * ofDay * factor()) / HOUR_MS;
    if (perMs <= 0) return;
    const endMs = (hour + 1) * HOUR_MS;
    for (let atMs = hour * HOUR_MS - Math.log(1 - random()) / perMs; atMs < endMs; ) {
      moments.push(atMs);
      atMs += -Math.log(1 - random()) / perMs;
    }
  });
  return moments;
}
