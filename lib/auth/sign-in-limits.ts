import { RateLimiterMemory } from "rate-limiter-flexible";
import { processState } from "#lib/core/process-state.ts";

const FAILURES = 20;
const PER_SECONDS = 900;

/**
 * Failures by e-mail address, known or not, beside the limit by client address: guessing from many addresses at once
 * gains nothing, and the answer does not tell whether the account exists.
 */
const failures = () =>
  processState("auth.sign-in-failures", () => new RateLimiterMemory({ points: FAILURES, duration: PER_SECONDS }));

/** Zero when a sign-in with that address may be tried now. */
export async function secondsUntilNextSignIn(email: string): Promise<number> {
  const state = await failures().get(keyOf(email));
  return state && state.consumedPoints >= FAILURES ? Math.ceil(state.msBeforeNext / 1000) : 0;
}

export async function noteFailedSignIn(email: string): Promise<void> {
  await failures().penalty(keyOf(email), 1);
}

function keyOf(email: string): string {
  return email.trim().toLowerCase().slice(0, 254);
}
