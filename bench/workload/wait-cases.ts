import { normal, type Random, seededRandom } from "#lib/core/random.ts";
import { drawGapMs } from "#lib/engines/workload/queue/arrival-gap.ts";
import { expectWait } from "#lib/engines/workload/queue/expect-wait.ts";
import { meanServiceMs, mixServices, type ServiceTime } from "#lib/engines/workload/queue/service-time.ts";
import { runEventQueue } from "./event-queue.ts";

/** A service distribution as it is, and as the engine is told of it. */
interface Service {
  name: string;
  draw: (random: Random) => number;
  told: ServiceTime;
}

const SECOND = 1000;

function lognormal(name: string, sigma: number): Service {
  const told = { medianMs: 30 * SECOND, sigma };
  return { name, told, draw: (random) => told.medianMs * Math.exp(sigma * normal(random)) };
}

/** Quick answers and long research on one agent: two lognormals, told as one. */
function twoKinds(): Service {
  const kinds = [
    { service: { medianMs: 20 * SECOND, sigma: 0.4 }, weight: 0.7 },
    { service: { medianMs: 90 * SECOND, sigma: 0.6 }, weight: 0.3 },
  ];
  const told = mixServices(kinds);
  if (!told) throw new RangeError("a mix of nothing");
  return {
    name: "two_kinds",
    told,
    draw: (random) => {
      const { medianMs, sigma } = (random() < 0.7 ? kinds[0] : kinds[1])?.service ?? told;
      return medianMs * Math.exp(sigma * normal(random));
    },
  };
}

/** Not lognormal at all: told by its mean and variance. */
const exponential: Service = {
  name: "exponential",
  told: { medianMs: 30 * SECOND * Math.exp(-Math.LN2 / 2), sigma: Math.sqrt(Math.LN2) },
  draw: (random) => -30 * SECOND * Math.log(1 - random()),
};

const POISSON = [
  lognormal("constant", 0),
  lognormal("lognormal_0.5", 0.5),
  exponential,
  lognormal("lognormal_1", 1),
  twoKinds(),
  lognormal("lognormal_1.3", 1.3),
];

export interface WaitCase {
  group: string;
  servers: number;
  load: number;
  by: "formula" | "simulation";
  predictedMs: number;
  simulatedMs: number;
  ci95: [number, number];
  meanServiceMs: number;
  /** Predicted over simulated, less 1. */
  error: number;
}

/** Waits below this share of the service time are nothing to anybody, and rarer than a simulation can count. */
const NEGLIGIBLE = 0.001;

/** Every case of a load that does not change: service distributions, bursty and regular arrivals, one to 300 servers. */
export function* steadyCases(seed: number): Generator<WaitCase> {
  const loads = [0.3, 0.5, 0.7, 0.85, 0.95];
  for (const service of POISSON)
    for (const servers of [1, 4, 16, 64, 300])
      for (const load of loads) yield* oneCase(service.name, service, 1, servers, load, seed);
  for (const [name, variation] of [
    ["bursty_arrivals", 3],
    ["regular_arrivals", 0.4],
  ] as const)
    for (const service of [lognormal("lognormal_0.5", 0.5), lognormal("lognormal_1", 1)])
      for (const servers of [1, 4, 16])
        for (const load of [0.3, 0.6, 0.95]) yield* oneCase(name, service, variation, servers, load, seed);
}

function* oneCase(
  group: string,
  { draw, told }: Service,
  arrivalVariation: number,
  servers: number,
  load: number,
  seed: number,
): Generator<WaitCase> {
  const mean = meanServiceMs(told);
  const arrivalsPerMs = (load * servers) / mean;
  const { waitMs, by } = expectWait({ servers, arrivalsPerMs, service: told, arrivalVariation }, seed + 1);
  if (waitMs < NEGLIGIBLE * mean) return;
  const gap = (random: Random) => drawGapMs(1 / arrivalsPerMs, arrivalVariation, random);
  const random = seededRandom(seed * 7919 + servers * 1009 + Math.round(load * 100) + group.length);
  const run = runEventQueue({ servers, gap, service: draw }, random, { precision: 0.025, mostTasks: 3_000_000 });
  yield {
    ...{ group, servers, load, by, predictedMs: waitMs, simulatedMs: run.mean, ci95: run.ci95, meanServiceMs: mean },
    error: waitMs / run.mean - 1,
  };
}
