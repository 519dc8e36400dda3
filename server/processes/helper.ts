import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { MetricSet } from "#lib/runtime/all-metrics.ts";
import type { FromHelper, ToHelper } from "./messages.ts";

/** Prometheus waits ten seconds; a helper that is busy for longer than this is told of as it was last. */
const METRICS_MS = 1_000;
/** Beyond the time for answers: the last usage is written, and the store closes. */
const CLOSE_MS = 10_000;

/** Another process that answers the machine API, as the one that holds the port sees it. */
export class Helper {
  readonly exited: Promise<unknown>;
  readonly ready: Promise<void>;
  isReady = false;
  /** As it last said; what it counted since goes with it when it dies. */
  lastMetrics: MetricSet = [];
  private readonly child: ChildProcess;
  private readonly onTheWay = new Map<Socket, (socket: Socket) => void>();
  private asked = 0;
  private readonly waiting = new Map<number, () => void>();

  constructor(child: ChildProcess) {
    this.child = child;
    this.exited = once(child, "exit");
    this.ready = new Promise((resolve) => {
      child.on("message", (message: FromHelper) => {
        if (message.kind === "ready") {
          this.isReady = true;
          resolve();
        } else {
          this.lastMetrics = message.metrics;
          this.waiting.get(message.id)?.();
        }
      });
      child.once("exit", () => {
        this.isReady = false;
        resolve();
        for (const [socket, back] of this.onTheWay) back(socket);
        this.onTheWay.clear();
      });
    });
    // It ends between two messages: its exit says so.
    child.on("error", () => undefined);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Gives it a connection that nothing was read from. @param back takes one that it did not get before it ended */
  take(socket: Socket, back: (socket: Socket) => void): void {
    this.onTheWay.set(socket, back);
    // Kept open until it is sent: Node would drop what still waits to be sent when the other process ends.
    this.child.send({ kind: "connection" } satisfies ToHelper, socket, { keepOpen: true }, (error) => {
      if (!this.onTheWay.delete(socket)) return;
      if (error) back(socket);
      else socket.destroy();
    });
  }

  async metrics(): Promise<MetricSet> {
    const id = ++this.asked;
    const answered = new Promise<void>((resolve) => this.waiting.set(id, resolve));
    this.say({ kind: "metrics", id });
    await Promise.race([answered, this.exited, sleep(METRICS_MS, undefined, { ref: false })]);
    this.waiting.delete(id);
    return this.lastMetrics;
  }

  /** Resolves once it has ended; it is cut off when it takes much longer than it may. */
  async stop(graceMs: number): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const cut = setTimeout(() => this.kill(), graceMs + CLOSE_MS);
    // One that is still starting has nothing to end.
    if (this.isReady) this.say({ kind: "stop", graceMs });
    else this.kill();
    await this.exited;
    clearTimeout(cut);
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }

  private say(message: ToHelper): void {
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}
