/** A task that comes to be done. */
export interface QueueTask {
  /** Not decreasing from one task to the next. */
  atMs: number;
  serviceMs: number;
  /** 0 is the most urgent class. */
  priority: number;
}

/** Hears of each task when it begins, how long it waited. */
export type OnBegin = (task: QueueTask, waitMs: number) => void;

/**
 * Plays tasks through equal servers: the longest waiting of the most urgent class begins when a server is free; nobody is
 * interrupted. No assumption about load, arrivals or service.
 * @param nextTask the next task to come; null: no more
 */
export function simulateQueue(servers: number, nextTask: () => QueueTask | null, onBegin: OnBegin): void {
  const free = new FreeTimes(servers);
  const waiting: QueueTask[][] = [];
  let queued = 0;
  /** Begins whoever can before the moment. */
  const serveUntil = (atMs: number) => {
    while (queued > 0 && free.earliestMs <= atMs) {
      const lane = waiting.find((tasks) => tasks.length > 0);
      const task = lane?.shift();
      if (!task) return;
      queued--;
      const beginMs = Math.max(free.earliestMs, task.atMs);
      free.replaceEarliest(beginMs + task.serviceMs);
      onBegin(task, beginMs - task.atMs);
    }
  };
  for (let task = nextTask(); task !== null; task = nextTask()) {
    serveUntil(task.atMs);
    if (queued === 0 && free.earliestMs <= task.atMs) {
      free.replaceEarliest(task.atMs + task.serviceMs);
      onBegin(task, 0);
      continue;
    }
    while (waiting.length <= task.priority) waiting.push([]);
    waiting[task.priority]?.push(task);
    queued++;
  }
  serveUntil(Number.POSITIVE_INFINITY);
}

/** When each server is free next, as a binary heap: the earliest is looked up and replaced (Kiefer & Wolfowitz, 1955). */
class FreeTimes {
  readonly #heap: Float64Array;

  constructor(servers: number) {
    this.#heap = new Float64Array(servers);
  }

  get earliestMs(): number {
    return this.#heap[0] as number;
  }

  replaceEarliest(value: number): void {
    const heap = this.#heap;
    const count = heap.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= value) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = value;
  }
}
