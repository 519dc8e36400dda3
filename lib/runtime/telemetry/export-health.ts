import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { log } from "../log.ts";

type Signal = "spans" | "metrics";

/** Notes how sending goes: said once when it begins to fail, and once when it works again. */
export class ExportHealth {
  readonly #failing = new Map<Signal, boolean>();
  readonly #endpoint: string;

  /** @param endpoint for people to read: without credentials */
  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  sent(signal: Signal): void {
    // The first success also closes what a process before this one has left open.
    if (this.#failing.get(signal) === false) return;
    const failedBefore = this.#failing.get(signal) === true;
    this.#failing.set(signal, false);
    if (failedBefore) log().info({ endpoint: this.#endpoint }, `telemetry: ${signal} are taken again`);
    const atMs = systemClock.nowMs();
    inTurn(() => resolveProblem(db(), problemOf(signal), atMs));
  }

  failed(signal: Signal, error: Error | undefined): void {
    if (this.#failing.get(signal) === true) return;
    this.#failing.set(signal, true);
    const reason = messageOf(error ?? new Error("no reason given"));
    log().warn({ endpoint: this.#endpoint, error: reason }, `telemetry: ${signal} are not taken and get lost`);
    const sentence = `${this.#endpoint} does not take ${signal}: they get lost, calls go on. (${reason.slice(0, 200)})`;
    const atMs = systemClock.nowMs();
    inTurn(() => raiseProblem(db(), problemOf(signal), sentence, atMs));
  }
}

/** What was noted last must be written last: two connections would not keep the order. */
let written: Promise<unknown> = Promise.resolve();

function inTurn(write: () => Promise<unknown>): void {
  written = written.then(write).catch(noteUnwritten);
}

const problemOf = (signal: Signal) => ({ topic: "telemetry", entityId: signal, code: "export_failed" });

/** The database's own absence is told elsewhere. */
function noteUnwritten(error: unknown): void {
  log().debug({ error: messageOf(error) }, "telemetry: its health could not be written down");
}
