import type { FailureKind } from "#lib/contracts/failure.ts";
import type { ExecutionPolicy } from "#lib/contracts/routing.ts";
import type { Random } from "#lib/core/random.ts";
import { FAILURE_RULES } from "./failure-rules.ts";

/** Where a call stands after an attempt that failed. */
export interface CallProgress {
  /** Attempts made so far, over all configurations. */
  attempts: number;
  /** Of them with the configuration that failed last. */
  attemptsHere: number;
  /** Retries its settings allow. */
  maxRetries: number;
  nowMs: number;
  deadlineMs: number;
  /** The chain goes on after it. */
  hasFallback: boolean;
}

export type NextStep =
  | { kind: "retry"; delayMs: number }
  | { kind: "fallback" }
  /** The client learns of the last failure; `why` says what ended the tries. */
  | { kind: "stop"; why: "final" | "attempts" | "deadline" | "exhausted" };

/**
 * The one retry loop's decision. The wait is drawn from 0 to base x 2^n (full jitter: Brooker, "Exponential Backoff And
 * Jitter", AWS 2015), and is never shorter than the provider asked for. A wait that the deadline or a fallback cannot
 * afford is not waited: with a fallback at hand, what a provider asks to wait for longer than a back-off is not either.
 */
export function nextStep(
  failure: { kind: FailureKind; retryAfterMs: number | null; delivered: boolean },
  progress: CallProgress,
  policy: ExecutionPolicy,
  random: Random,
): NextStep {
  const rule = FAILURE_RULES[failure.kind];
  // Content has reached the client: another model's words are never spliced to it.
  if (failure.delivered || (!rule.retry && !rule.fallback)) return { kind: "stop", why: "final" };
  if (progress.attempts >= policy.maxAttempts) return { kind: "stop", why: "attempts" };
  const leftMs = progress.deadlineMs - progress.nowMs;
  if (leftMs <= 0) return { kind: "stop", why: "deadline" };
  if (rule.retry && progress.attemptsHere <= progress.maxRetries) {
    const askedMs = failure.retryAfterMs ?? 0;
    const delayMs = Math.max(askedMs, backoffMs(progress.attemptsHere, policy, random));
    const patient = !progress.hasFallback || askedMs <= policy.backoff.baseMs * 2 ** progress.attemptsHere;
    if (patient && delayMs < leftMs) return { kind: "retry", delayMs };
    if (!progress.hasFallback) return { kind: "stop", why: "deadline" };
  }
  if (rule.fallback && progress.hasFallback) return { kind: "fallback" };
  return { kind: "stop", why: "exhausted" };
}

function backoffMs(tries: number, { backoff }: ExecutionPolicy, random: Random): number {
  return Math.round(random() * Math.min(backoff.maxMs, backoff.baseMs * 2 ** (tries - 1)));
}
