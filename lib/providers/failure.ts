import type { FailureKind } from "#lib/contracts/failure.ts";
import type { TokenUsage } from "#lib/contracts/token-usage.ts";

/**
 * How far the call had come: nothing of an answer yet, an answer begun without content, or content delivered.
 * What fails in "stream" may have reached the caller: nobody may try it again unseen.
 */
export type FailurePhase = "request" | "first_token" | "stream";

export interface FailureFacts {
  status?: number | null;
  retryAfterMs?: number | null;
  phase?: FailurePhase;
  requestId?: string | null;
  usage?: Partial<TokenUsage> | null;
}

const WORTH_ANOTHER_TRY: ReadonlySet<FailureKind> = new Set([
  "rate_limited",
  "overloaded",
  "timed_out",
  "unreachable",
  "broken_answer",
]);

/** A call that did not succeed. The sentence is written for a person and never holds a key. */
export class ProviderFailure extends Error {
  readonly kind: FailureKind;
  /** HTTP status of the provider's answer; null when there was none. */
  readonly status: number | null;
  /** How long the provider asks to wait; null when it does not say. */
  readonly retryAfterMs: number | null;
  readonly phase: FailurePhase;
  /** The provider's own name of the call, for a question to its support. */
  readonly requestId: string | null;
  /** Tokens of a broken stream, as far as the provider told: it bills at least these. Null: nothing is known. */
  readonly usage: Partial<TokenUsage> | null;

  constructor(kind: FailureKind, sentence: string, facts: FailureFacts = {}) {
    super(sentence);
    this.name = "ProviderFailure";
    this.kind = kind;
    this.status = facts.status ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.phase = facts.phase ?? "request";
    this.requestId = facts.requestId ?? null;
    this.usage = facts.usage ?? null;
  }

  /** The same call may succeed another time, and nothing of its answer was delivered. */
  get retryable(): boolean {
    return this.phase !== "stream" && WORTH_ANOTHER_TRY.has(this.kind);
  }

  /** The same failure, at the place where it happened. */
  at(phase: FailurePhase, usage: Partial<TokenUsage> | null): ProviderFailure {
    const { kind, message, status, retryAfterMs, requestId } = this;
    return new ProviderFailure(kind, message, { status, retryAfterMs, requestId, phase, usage });
  }
}

/** @example unsupported("OpenAI", "topK", "It has no top-k.") */
export function unsupported(provider: string, field: string, why: string): ProviderFailure {
  return new ProviderFailure("unsupported", `${provider} cannot do what ${field} asks for. ${why}`);
}

/** A failure of ours that an SDK has wrapped into an error of its own, however deep; null when there is none. */
export function failureWithin(error: unknown): ProviderFailure | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof ProviderFailure) return at;
  }
  return null;
}

/** What an SDK let through from below: a line that broke, a body that is not what was agreed, or nobody knows what. */
export function brokenOrUnknown(provider: string, error: unknown): ProviderFailure {
  const { name, code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (name === "SyntaxError") {
    return new ProviderFailure("broken_answer", `${provider}'s answer is not in the agreed format.`);
  }
  // What a socket says carries a code; so does the reader of a body that ended early.
  if (code !== undefined) return new ProviderFailure("broken_answer", `${provider}'s answer was cut off.`);
  return new ProviderFailure("unexpected", `The call of ${provider} failed in a way Signalbox does not know.`);
}
