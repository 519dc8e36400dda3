const FIRST_WAIT_MS = 5_000;
const GROWTH = 3;
const LONGEST_WAIT_MS = 3_600_000;
/** A receiver may ask for a longer pause than ours, within reason. */
const LONGEST_ASKED_MS = 6 * 3_600_000;
/** Part of a wait that chance takes away or adds, so that what failed together does not come again together. */
const JITTER = 0.2;

/** How long a message is tried, from its first attempt on. */
export const LONGEST_TRY_MS = 24 * 3_600_000;

/**
 * When a message that failed is tried again: after 5 s, then three times as long each time, an hour at most, or as late
 * as the receiver asks.
 * @param draw 0 to 1, drawn anew for each attempt
 * @returns milliseconds since the epoch; null when its 24 hours would be over by then
 */
export function nextAttemptAtMs(failed: {
  attempts: number;
  firstAttemptAtMs: number;
  retryAfterMs: number | null;
  nowMs: number;
  draw: number;
}): number | null {
  const { attempts, firstAttemptAtMs, retryAfterMs, nowMs, draw } = failed;
  const own = Math.min(FIRST_WAIT_MS * GROWTH ** (attempts - 1), LONGEST_WAIT_MS) * (1 + JITTER * (2 * draw - 1));
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_ASKED_MS);
  const at = nowMs + Math.max(own, asked);
  return at > firstAttemptAtMs + LONGEST_TRY_MS ? null : Math.round(at);
}
