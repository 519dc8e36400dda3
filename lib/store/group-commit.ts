import { SignalboxError } from "#lib/core/errors.ts";

interface Waiting<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
  sinceMs: number;
}

/** When a batch begins that could begin now. */
interface Gathering {
  /** So many that a batch begins at once. */
  enough(): number;
  /** For fewer it waits so long, for more to come. */
  longestMs: number;
}

interface Limits {
  maxBatch?: number;
  maxWaitMs?: number;
  gathering?: Gathering;
}

const AT_ONCE: Gathering = { enough: () => 1, longestMs: 0 };

/** Below the time after which a caller is told to ask again: what comes later would be committed for nobody. */
const MAX_WAIT_MS = 3_500;

/**
 * Group commit: while one batch is being committed the next one gathers, so that a commit's flush to disk
 * is shared by all who wait. Nobody waits for a timer, unless `gathering` says for how many. Each caller is answered after its batch is durable.
 * Batches follow one another: two at once would wait for each other's locks on the agent most tasks go to.
 * What the database refuses in one item must not fail those it happened to travel with: a refused batch is
 * committed again in halves, down to the item that is refused alone.
 */
export class GroupCommit<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private running = false;
  private readonly commit: (items: T[]) => Promise<R[]>;
  private readonly maxBatch: number;
  private readonly maxWaitMs: number;
  private readonly gathering: Gathering;
  /** Begins the batch that gathers; null: none does. */
  private begin: (() => void) | null = null;

  /** @param commit commits the items in one transaction and answers one result an item, in order. */
  constructor(
    commit: (items: T[]) => Promise<R[]>,
    { maxBatch = 256, maxWaitMs = MAX_WAIT_MS, gathering = AT_ONCE }: Limits = {},
  ) {
    this.commit = commit;
    this.maxBatch = maxBatch;
    this.maxWaitMs = maxWaitMs;
    this.gathering = gathering;
  }

  /** @throws SignalboxError unavailable when the item waited too long for its turn; it is not committed then. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject, sinceMs: performance.now() });
      if (this.running) {
        if (this.begin && this.isEnough()) this.begin();
        return;
      }
      this.running = true;
      // Let the requests that arrived in the same turn join the batch.
      setImmediate(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      if (!this.isEnough()) await this.gathered();
      await this.settle(this.inTime(this.waiting.splice(0, this.maxBatch)));
    }
    this.running = false;
  }

  private isEnough(): boolean {
    return this.waiting.length >= this.gathering.enough();
  }

  private gathered(): Promise<void> {
    return new Promise((resolve) => {
      const begin = () => {
        clearTimeout(timer);
        this.begin = null;
        resolve();
      };
      const timer = setTimeout(begin, this.gathering.longestMs);
      this.begin = begin;
    });
  }

  private inTime(batch: Waiting<T, R>[]): Waiting<T, R>[] {
    const latestMs = performance.now() - this.maxWaitMs;
    return batch.filter(({ sinceMs, reject }) => {
      if (sinceMs >= latestMs) return true;
      reject(new SignalboxError("unavailable", "The database is too slow now. Try again.", { retryAfterSeconds: 2 }));
      return false;
    });
  }

  private async settle(batch: Waiting<T, R>[], tries = 1): Promise<void> {
    if (batch.length === 0) return;
    try {
      const results = await this.commit(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, i) => {
        resolve(results[i] as R);
      });
    } catch (error) {
      if (batch.length > 1 && isRefusal(error)) {
        const half = batch.length >> 1;
        await this.settle(batch.slice(0, half));
        await this.settle(batch.slice(half));
      } else if (tries < MAX_TRIES && isCollision(error)) {
        await this.settle(batch, tries + 1);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}

/**
 * SQLSTATE classes in which the server has looked at the statements and rolled the transaction back: wrong data,
 * a constraint, a deadlock. After a lost connection nobody knows whether the batch was committed.
 */
const REFUSED = /^(?:21|22|23|40)/;

/** The transaction met another one and was chosen to give way; nothing is wrong with what it carries. */
const GAVE_WAY = /^40/;
const MAX_TRIES = 5;

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");
const isRefusal = (error: unknown) => REFUSED.test(codeOf(error));
const isCollision = (error: unknown) => GAVE_WAY.test(codeOf(error));
