import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { SignalboxError } from "#lib/core/errors.ts";
import { readEnv } from "#lib/env.ts";

interface Limit {
  /** Counts one. @throws SignalboxError rate_limited when none is left. */
  take(key: string): Promise<void>;
  /** @throws SignalboxError rate_limited when none is left; counts nothing. */
  requireRoom(key: string): Promise<void>;
}

/** Each of the processes that answer on one port has its part: together they let through no more than one alone. */
function limit(all: number, durationSeconds: number, sentence: string): Limit {
  const points = Math.ceil(all / readEnv().API_PROCESSES);
  const limiter = new RateLimiterMemory({ points, duration: durationSeconds });
  const refuse = (msBeforeNext: number) => {
    throw new SignalboxError("rate_limited", sentence, { retryAfterSeconds: Math.ceil(msBeforeNext / 1000) });
  };
  return {
    async take(key) {
      try {
        await limiter.consume(key);
      } catch (refused) {
        if (refused instanceof RateLimiterRes) refuse(refused.msBeforeNext);
        throw refused;
      }
    },
    async requireRoom(key) {
      const used = await limiter.get(key);
      if (used && used.consumedPoints >= points) refuse(used.msBeforeNext);
    },
  };
}

/** Wrong keys from one address. Right ones do not count, so a busy platform never meets it. */
export const failedKeys = limit(60, 60, "Too many calls with a wrong key from this address. Wait a minute.");

/** Calls of one key: far above what a platform needs, below what would starve the others. */
export const keyCalls = limit(1_000_000, 10, "This key makes more than 100,000 calls a second. Slow down.");
