import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import { HOUR_MS, WEEK_HOURS } from "#lib/engines/workload/calendar/agent-load.ts";
import { agentWeek } from "#lib/engines/workload/calendar/agent-week.ts";
import { priorityWaitsMs } from "#lib/engines/workload/queue/priority-wait.ts";
import { meanServiceMs } from "#lib/engines/workload/queue/service-time.ts";
import { steadyWaitMs } from "#lib/engines/workload/queue/steady-wait.ts";
import { runEventQueue } from "./event-queue.ts";

export interface ComparedWait {
  name: string;
  predictedMs: number;
  simulatedMs: number;
  ci95: [number, number];
}

const SERVICE = { medianMs: 60_000, sigma: 0.8 };
const drawService = (random: Random) => SERVICE.medianMs * Math.exp(SERVICE.sigma * normal(random));

/** Office hours up to a peak load; above 1 the queue overflows for hours and empties in the evening. */
export function* weekCases(seed: number): Generator<ComparedWait> {
  const mean = meanServiceMs(SERVICE);
  for (const slots of [2, 10])
    for (const peak of [0.6, 0.9, 1.1]) {
      const tasksByHour = Float64Array.from({ length: WEEK_HOURS }, (_, hour) => {
        const share = Math.exp(-((((hour % 24) - 14) / 4) ** 2)) * (hour >= 120 ? 0.3 : 1);
        return (peak * share * slots * HOUR_MS) / mean;
      });
      const load = { agent: "", slots, tasksByHour, rateVariation: 0, service: SERVICE };
      const week = agentWeek(load, seed + 5);
      const tasks = tasksByHour.reduce((sum, count) => sum + count, 0);
      const predictedMs =
        week.reduce((sum, { waitMs }, hour) => sum + waitMs * (tasksByHour[hour] as number), 0) / tasks;
      const most = Math.max(...tasksByHour) / HOUR_MS;
      const gap = (random: Random, nowMs: number) => {
        // Thinning (Lewis & Shedler, 1979).
        for (let atMs = nowMs; ; ) {
          atMs -= Math.log(1 - random()) / most;
          const rate = (tasksByHour[Math.floor(atMs / HOUR_MS) % WEEK_HOURS] as number) / HOUR_MS;
          if (random() * most <= rate) return atMs - nowMs;
        }
      };
      const random = seededRandom(seed * 131 + slots + peak * 10);
      const run = runEventQueue({ servers: slots, gap, service: drawService }, random, {
        precision: 0.03,
        mostTasks: 3_000_000,
      });
      yield { name: `week_${slots}_slots_peak_${peak}`, predictedMs, simulatedMs: run.mean, ci95: run.ci95 };
    }
}

/** Critical, high and normal tasks that do not interrupt each other; one case a class. */
export function* priorityCases(seed: number): Generator<ComparedWait> {
  const mean = meanServiceMs(SERVICE);
  const shares = [0.1, 0.3, 0.6];
  for (const servers of [1, 4, 20])
    for (const load of [0.6, 0.9]) {
      const arrivalsPerMs = (load * servers) / mean;
      const whole = steadyWaitMs({ servers, arrivalsPerMs, service: SERVICE, arrivalVariation: 1 });
      const predicted = priorityWaitsMs(
        shares.map((share) => share * load),
        whole,
      );
      const priority = (random: Random) => {
        const draw = random();
        return draw < 0.1 ? 0 : draw < 0.4 ? 1 : 2;
      };
      const gap = (random: Random) => -Math.log(1 - random()) / arrivalsPerMs;
      const random = seededRandom(seed * 17 + servers + load * 100);
      const run = runEventQueue({ servers, gap, service: drawService, priority }, random, {
        precision: 0.025,
        mostTasks: 3_000_000,
      });
      for (const [index, predictedMs] of predicted.entries()) {
        const simulatedMs = run.byClass[index] ?? Number.NaN;
        const name = `priority_${servers}_servers_load_${load}_class_${index}`;
        yield { name, predictedMs, simulatedMs, ci95: [simulatedMs, simulatedMs] };
      }
    }
}
