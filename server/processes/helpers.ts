import { fork } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type MetricSet, whatStays } from "#lib/runtime/all-metrics.ts";
import { log } from "#lib/runtime/log.ts";
import { Helper } from "./helper.ts";

const FILE = path.resolve(import.meta.dirname, "helper-process.ts");
/** One that ends as soon as it starts must not keep the machine busy. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 30_000;
/** After so long it counts as one that worked. */
const STEADY_MS = 30_000;

/** The other processes that answer the machine API; one that dies is replaced. */
export class Helpers {
  private readonly helpers = new Set<Helper>();
  private readonly pagesAt: string;
  private readonly stopping = new AbortController();
  private ended: MetricSet = [];
  private turn = 0;

  /** @param pagesAt the socket at which the process that holds the port answers everything else */
  constructor(pagesAt: string) {
    this.pagesAt = pagesAt;
    // When this process ends without an end in order, nobody leads them any more.
    process.once("exit", () => {
      for (const helper of this.helpers) helper.kill();
    });
  }

  /** @returns once each of them is ready, or has failed for the first time */
  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => new Promise<void>((ready) => void this.keep(ready))));
  }

  /** Whose turn it is to take a connection; null: it is this process's own. */
  next(): Helper | null {
    const ready = [...this.helpers].filter(({ isReady }) => isReady);
    this.turn = (this.turn + 1) % (ready.length + 1);
    return ready[this.turn - 1] ?? null;
  }

  /** Of every helper, those that have ended included. */
  async metrics(): Promise<MetricSet[]> {
    const now = await Promise.all([...this.helpers].map((helper) => helper.metrics()));
    return [...now, this.ended].filter(({ length }) => length > 0);
  }

  async stop(graceMs: number): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.helpers].map((helper) => helper.stop(graceMs)));
  }

  private async keep(ready: () => void): Promise<void> {
    const { signal } = this.stopping;
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const startedAtMs = performance.now();
      const helper = new Helper(fork(FILE, [this.pagesAt], { serialization: "advanced" }));
      this.helpers.add(helper);
      await helper.ready;
      ready();
      await helper.exited;
      this.helpers.delete(helper);
      this.ended = await whatStays([this.ended, helper.lastMetrics]);
      if (signal.aborted) return;
      if (performance.now() - startedAtMs > STEADY_MS) waitMs = FIRST_WAIT_MS;
      log().warn({ pid: helper.pid }, "a process of the machine API ended; another takes its place");
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
