import type { ChatTiming } from "#lib/contracts/chat.ts";
import { Departure, type Leaving } from "#lib/core/departure.ts";
import type { CallTimeouts, ProviderCall } from "./call.ts";
import { type FailurePhase, ProviderFailure } from "./failure.ts";

type Ended = "by_caller" | "no_first_token" | "no_end";

/** The time an attempt has, and who ended it. Its departure goes to the provider's SDK. */
export class CallLimits {
  phase: FailurePhase = "request";
  readonly departure = new Departure();
  private readonly timeouts: CallTimeouts;
  private readonly caller: Leaving | undefined;
  private readonly startedAtMs = performance.now();
  private readonly timers: NodeJS.Timeout[] = [];
  private firstTokenMs: number | null = null;
  private ended: Ended | null = null;

  constructor({ timeouts, signal }: ProviderCall, streamed: boolean) {
    this.timeouts = timeouts;
    this.caller = signal;
    this.timers.push(setTimeout(() => this.end("no_end"), timeouts.totalMs));
    if (streamed && timeouts.firstTokenMs < timeouts.totalMs) {
      this.timers.push(setTimeout(() => this.end("no_first_token"), timeouts.firstTokenMs));
    }
    if (signal?.aborted) this.abort();
    else signal?.addEventListener("abort", this.abort, { once: true });
  }

  /** The first content has come. */
  content(): void {
    this.firstTokenMs = performance.now() - this.startedAtMs;
    this.phase = "stream";
    clearTimeout(this.timers[1]);
  }

  timing(): ChatTiming {
    return { firstTokenMs: this.firstTokenMs, totalMs: performance.now() - this.startedAtMs };
  }

  /** Why the attempt ended, when it was not the provider that ended it. */
  failure(provider: string, model: string): ProviderFailure | null {
    switch (this.ended) {
      case null:
        return null;
      case "by_caller":
        return new ProviderFailure("aborted", "The call was aborted.");
      case "no_first_token":
        return late(`${provider} sent nothing of an answer of ${model} within ${this.timeouts.firstTokenMs} ms.`);
      case "no_end":
        return late(`${provider} did not finish an answer of ${model} within ${this.timeouts.totalMs} ms.`);
      default:
        return this.ended satisfies never;
    }
  }

  /** Lets go of timers and the caller's signal; whatever is still under way ends. */
  release(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.caller?.removeEventListener("abort", this.abort);
  }

  /** Nobody reads on: the connection is given up. */
  leave(): void {
    this.departure.leave();
  }

  private readonly abort = () => this.end("by_caller");

  private end(how: Ended): void {
    this.ended ??= how;
    this.departure.leave();
  }
}

function late(sentence: string): ProviderFailure {
  return new ProviderFailure("timed_out", sentence);
}
