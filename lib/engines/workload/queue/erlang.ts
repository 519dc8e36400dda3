/**
 * Erlang B: share of tasks that find all servers busy where nobody waits.
 * By the recursion 1/B(n) = 1 + (n/a) / B(n-1), which neither overflows nor loses digits for thousands of servers
 * (Cooper, "Introduction to Queueing Theory", 1981, ch. 3).
 * @param servers an integer, at least 1
 * @param offeredErlangs arrival rate x mean service time
 */
export function erlangB(servers: number, offeredErlangs: number): number {
  if (offeredErlangs <= 0) return 0;
  let inverse = 1;
  for (let n = 1; n <= servers; n++) {
    inverse = 1 + (n / offeredErlangs) * inverse;
    if (inverse === Number.POSITIVE_INFINITY) return 0;
  }
  return 1 / inverse;
}

/**
 * Erlang C: share of tasks that must wait in an M/M/c queue; 1 where it is not stable.
 * @param servers an integer, at least 1
 * @param offeredErlangs arrival rate x mean service time
 */
export function erlangC(servers: number, offeredErlangs: number): number {
  if (offeredErlangs >= servers) return 1;
  const blocked = erlangB(servers, offeredErlangs);
  const utilisation = offeredErlangs / servers;
  return blocked / (1 - utilisation * (1 - blocked));
}

/**
 * Mean wait in an M/M/c queue, in units of the mean service time; Infinity where it is not stable.
 * @param servers an integer, at least 1
 */
export function markovWait(servers: number, offeredErlangs: number): number {
  if (offeredErlangs >= servers) return Number.POSITIVE_INFINITY;
  return erlangC(servers, offeredErlangs) / (servers - offeredErlangs);
}
