import type { Random } from "#lib/core/random.ts";

/*
 * A discrete-event simulation that shares nothing with lib/engines/workload: a calendar of arrivals and departures,
 * a state of busy servers and waiting tasks, and a time-ordered walk through it.
 */

export interface SimulatedWait {
  mean: number;
  /** 95%, by batch means. */
  ci95: [number, number];
  tasks: number;
  /** Share of the tasks that waited at all. */
  waited: number;
  /** Mean wait by class. */
  byClass: number[];
}

export interface EventQueue {
  servers: number;
  /** Draws the time to the next arrival. */
  gap: (random: Random, nowMs: number) => number;
  service: (random: Random) => number;
  /** Draws a class, 0 most urgent. */
  priority?: (random: Random) => number;
}

const BATCHES = 40;
const BATCH_TASKS = 10_000;

/** Runs until the 95% interval is within `precision` of the mean, or `mostTasks` were served. */
export function runEventQueue(
  queue: EventQueue,
  random: Random,
  { precision, mostTasks }: { precision: number; mostTasks: number },
): SimulatedWait {
  const sums: number[] = [];
  const counts: number[] = [];
  const byClass: { sum: number; n: number }[] = [];
  let batchSum = 0;
  let batchCount = 0;
  let tasks = 0;
  let waited = 0;
  let warm = false;
  let batchTasks = BATCH_TASKS;
  const calendar = new DepartureHeap(queue.servers);
  const lanes: Lane[] = [];
  let queued = 0;
  let nextArrival = queue.gap(random, 0);
  const note = (wait: number, lane: number) => {
    batchSum += wait;
    batchCount++;
    if (batchCount === batchTasks) {
      // What the empty start was like is forgotten with the first fiftieth.
      if (warm) {
        sums.push(batchSum);
        counts.push(batchCount);
      }
      batchSum = 0;
      batchCount = 0;
    }
    if (!warm) return;
    tasks++;
    if (wait > 0) waited++;
    let own = byClass[lane];
    if (!own) {
      own = { sum: 0, n: 0 };
      byClass[lane] = own;
    }
    own.sum += wait;
    own.n++;
  };
  for (let served = 0; ; ) {
    if (!warm && served > 5 * BATCH_TASKS) warm = true;
    if (sums.length === 2 * BATCHES) {
      for (let i = 0; i < BATCHES; i++) {
        sums[i] = (sums[2 * i] as number) + (sums[2 * i + 1] as number);
        counts[i] = (counts[2 * i] as number) + (counts[2 * i + 1] as number);
      }
      sums.length = BATCHES;
      counts.length = BATCHES;
      batchTasks *= 2;
      const { mean, half } = intervalOf(sums, counts);
      if (half < precision * mean || tasks >= mostTasks) {
        return {
          mean,
          ci95: [mean - half, mean + half],
          tasks,
          waited: waited / tasks,
          byClass: byClass.map((one) => one.sum / one.n),
        };
      }
    }
    if (nextArrival <= calendar.next) {
      const now = nextArrival;
      nextArrival = now + queue.gap(random, now);
      const lane = queue.priority?.(random) ?? 0;
      if (calendar.size < queue.servers) {
        served++;
        note(0, lane);
        calendar.add(now + queue.service(random));
      } else {
        while (lanes.length <= lane) lanes.push(new Lane());
        lanes[lane]?.push(now);
        queued++;
      }
    } else {
      const now = calendar.next;
      calendar.removeNext();
      if (queued === 0) continue;
      const lane = lanes.findIndex((one) => one.length > 0);
      const since = lanes[lane]?.shift() ?? now;
      queued--;
      served++;
      note(now - since, lane);
      calendar.add(now + queue.service(random));
    }
  }
}

function intervalOf(sums: readonly number[], counts: readonly number[]): { mean: number; half: number } {
  const means = sums.map((sum, i) => sum / (counts[i] as number));
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (means.length - 1);
  // Student's t with 39 degrees of freedom.
  return { mean, half: 2.023 * Math.sqrt(variance / means.length) };
}

/** First in, first out. */
class Lane {
  #items: number[] = [];
  #from = 0;

  get length(): number {
    return this.#items.length - this.#from;
  }

  push(value: number): void {
    this.#items.push(value);
  }

  shift(): number | undefined {
    const value = this.#items[this.#from++];
    if (this.#from > 4096 && this.#from * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#from);
      this.#from = 0;
    }
    return value;
  }
}

/** Departures to come, the next one first. */
class DepartureHeap {
  readonly #heap: Float64Array;
  size = 0;

  constructor(capacity: number) {
    this.#heap = new Float64Array(capacity + 1);
  }

  get next(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : (this.#heap[0] as number);
  }

  add(value: number): void {
    const heap = this.#heap;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((heap[parent] as number) <= value) break;
      heap[at] = heap[parent] as number;
      at = parent;
    }
    heap[at] = value;
  }

  removeNext(): void {
    const heap = this.#heap;
    const last = heap[--this.size] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= last) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = last;
  }
}
