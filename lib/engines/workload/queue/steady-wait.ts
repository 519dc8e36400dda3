import { erlangC, markovWait } from "./erlang.ts";
import { meanServiceMs, restAbove, type ServiceTime, serviceVariation } from "./service-time.ts";

/** A queue in front of equal servers, first come first served, whose load does not change. */
export interface SteadyQueue {
  servers: number;
  arrivalsPerMs: number;
  service: ServiceTime;
  /** Squared coefficient of variation of the times between arrivals: 1 is Poisson, more is bursty. */
  arrivalVariation: number;
}

/** Share of the servers' time that is asked for; 1 and above: the queue grows without end. */
export const utilisationOf = ({ servers, arrivalsPerMs, service }: SteadyQueue) =>
  (arrivalsPerMs * meanServiceMs(service)) / servers;

/**
 * Mean wait in milliseconds before a slot is free; Infinity where the queue is not stable.
 *
 * The M/M/c wait times what the service distribution makes of it (`serviceShape`). Arrivals that are not Poisson scale it
 * by (ca2 + cs2) / (1 + cs2) as Allen & Cunneen do, damped for regular ones after Kraemer & Langenbach-Belz (1976).
 * Within a tenth of simulations for Poisson arrivals, loads 0.3 to 0.95; `expectWait` knows where it is not.
 */
export function steadyWaitMs(queue: SteadyQueue): number {
  const { servers, arrivalsPerMs, service, arrivalVariation: ca2 } = queue;
  const utilisation = utilisationOf(queue);
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  if (arrivalsPerMs <= 0) return 0;
  const markov = markovWait(servers, utilisation * servers);
  if (markov === 0) return 0;
  const cs2 = serviceVariation(service);
  const regular = ca2 < 1 ? Math.exp((-2 * (1 - utilisation) * (1 - ca2) ** 2) / (3 * utilisation * (ca2 + cs2))) : 1;
  const arrivals = ((ca2 + cs2) / (1 + cs2)) * regular;
  return meanServiceMs(service) * markov * serviceShape(service, servers, utilisation) * arrivals;
}

/** Lognormal with the variation of the exponential distribution, 1. */
const EXPONENTIAL_SIGMA = Math.sqrt(Math.LN2);

/**
 * Wait in M/G/c over that in M/M/c. Under light load a task that finds all servers busy waits for the shortest of c rests,
 * under heavy load (1 + cs2) / 2 as with one server: between them, as Tijms, van Hoorn & Federgruen (1981) do, for they look at
 * the whole distribution and two moments do not tell (Gupta et al., 2010); but by the root of Erlang C instead of the
 * load, which hundreds of servers ask for. Below a variation of 1 linear down to constant service, whose wait is that of
 * Cosmetatos (1976).
 */
function serviceShape(service: ServiceTime, servers: number, utilisation: number): number {
  const cs2 = serviceVariation(service);
  if (cs2 < 1) {
    const constant = constantShape(servers, utilisation);
    return (1 - cs2) * constant + cs2 * variedShape({ ...service, sigma: EXPONENTIAL_SIGMA }, servers, utilisation);
  }
  return variedShape(service, servers, utilisation);
}

function variedShape(service: ServiceTime, servers: number, utilisation: number): number {
  const light = servers * shortestRest(service, servers);
  const heavy = (1 + serviceVariation(service)) / 2;
  const busy = Math.sqrt(erlangC(servers, utilisation * servers));
  return (1 - busy) * light + busy * heavy;
}

function constantShape(servers: number, utilisation: number): number {
  const more = ((1 - utilisation) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * utilisation * servers);
  // Never beyond its light load: a rest of constant tasks is even, the shortest of c of them 1 / (c + 1).
  return Math.min((1 + more) / 2, servers / (servers + 1));
}

const STEPS = 400;

/** Mean of the shortest of so many independent rests, in mean service times: the integral of restAbove^servers. */
export function shortestRest(service: ServiceTime, servers: number): number {
  if (service.sigma === 0) return 1 / (servers + 1);
  // Simpson's rule over x = t / (t + 1/servers), which spreads the scale on which the integrand falls over 0-1.
  let sum = 1 / servers;
  for (let i = 1; i < STEPS; i++) {
    const x = i / STEPS;
    const rest = restAbove(service, x / (1 - x) / servers) ** servers;
    sum += ((i % 2 === 1 ? 4 : 2) * rest) / (servers * (1 - x) ** 2);
  }
  return sum / (3 * STEPS);
}
