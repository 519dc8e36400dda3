/** More tasks waiting than this make no difference that a score could show. */
const MOST_WAITING = 25;
/** With so many slots more free, nobody waits. */
const MOST_FREE = 200;

/**
 * What the next task would have to wait at an agent, by how many of its slots are taken: the expected wait of a task
 * that comes while the one placed now is under way. With n slots taken and one more placed, the number of tasks there
 * is a birth and death process from n + 1 on; it is looked at after an exponential time of the mean service time, which
 * makes it one tridiagonal system instead of an integral over time (resolvent: Feller, vol. 2, ch. XIV.7).
 * @param arrivalsPerMs tasks that come to this agent now
 * @returns milliseconds by slots taken, the last one for slots - 1; never less for more taken. The first is for none taken, or
 *   for the last 200: below it the wait is 0
 */
export function waitTable(slots: number, arrivalsPerMs: number, meanServiceMs: number): Float64Array {
  const least = Math.max(0, slots - MOST_FREE);
  const states = slots - least + MOST_WAITING + 1;
  // In units of the mean service time: the look comes at rate 1.
  const birth = arrivalsPerMs * meanServiceMs;
  const upper = new Float64Array(states);
  const value = new Float64Array(states);
  // Thomas's algorithm on (1 + birth + death) w[k] - birth w[k + 1] - death w[k - 1] = wait of k.
  for (let k = 0; k < states; k++) {
    const there = least + k;
    const up = k === states - 1 ? 0 : birth;
    const death = k === 0 ? 0 : Math.min(there, slots);
    const wait = Math.max(0, there - slots + 1) / slots;
    const pivot = 1 + up + death - death * (k === 0 ? 0 : (upper[k - 1] as number));
    upper[k] = up / pivot;
    value[k] = (wait + death * (k === 0 ? 0 : (value[k - 1] as number))) / pivot;
  }
  for (let k = states - 2; k >= 0; k--)
    value[k] = (value[k] as number) + (upper[k] as number) * (value[k + 1] as number);
  return value.slice(1, slots - least + 1).map((wait) => wait * meanServiceMs);
}
