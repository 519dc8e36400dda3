import type { ServiceContext } from "#lib/auth/context.ts";
import type { RouteAnswer } from "#lib/contracts/decision.ts";
import { renewAssignment } from "#lib/services/routing/renew-assignment.ts";
import type { Arrival } from "./arrivals.ts";
import type { DoneTask } from "./endings.ts";
import { LONGEST_LONG_WORK_MS } from "./world.ts";

/** A lease is renewed a minute before it ends. */
const RENEWED_EVERY_MS = 240_000;

interface LongWorkParts {
  at: (atMs: number) => ServiceContext;
  endMs: number;
  /** Null: nobody took it. */
  begin: (task: Arrival, atMs: number) => Promise<DoneTask | null>;
  finish: (done: DoneTask) => Promise<void>;
}

/**
 * Work that takes longer than a lease lasts, one task after another: whoever asks for it waits until the one before has
 * ended, so that what comes is what its agent can do, and a morning's rest is done at noon.
 */
export class LongWork {
  readonly #parts: LongWorkParts;
  #waiting: Arrival[] = [];
  #running: { done: DoneTask; renewed: Promise<void> } | null = null;

  constructor(parts: LongWorkParts) {
    this.#parts = parts;
  }

  /** Ends what has ended until then. */
  async settleUntil(untilMs: number): Promise<void> {
    const running = this.#running;
    if (!running || running.done.endedAtMs > untilMs) return;
    await running.renewed;
    await this.#parts.finish(running.done);
    this.#running = null;
  }

  /** Begins all that can be begun until then. Nothing is begun that might outlast the scenario. */
  async workOff(tasks: readonly Arrival[], untilMs: number): Promise<void> {
    this.#waiting.push(...tasks);
    const latestMs = Math.min(untilMs, this.#parts.endMs - LONGEST_LONG_WORK_MS);
    for (;;) {
      const [task] = this.#waiting;
      if (!task) return;
      const startMs = Math.max(task.atMs, this.#running?.done.endedAtMs ?? 0);
      if (startMs >= latestMs) return;
      this.#waiting.shift();
      await this.settleUntil(startMs);
      const done = await this.#parts.begin(task, startMs);
      if (done) this.#running = { done, renewed: this.#renew(done) };
    }
  }

  async #renew({
    answer,
    startedAtMs,
    endedAtMs,
  }: Pick<DoneTask, "startedAtMs" | "endedAtMs"> & { answer: RouteAnswer }) {
    for (let atMs = startedAtMs + RENEWED_EVERY_MS; atMs < endedAtMs; atMs += RENEWED_EVERY_MS) {
      await renewAssignment({ ctx: this.#parts.at(atMs), input: { decisionId: answer.decision_id } });
    }
  }
}
