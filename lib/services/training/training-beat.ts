import { messageOf } from "#lib/core/errors.ts";
import { log } from "#lib/runtime/log.ts";
import { db } from "#lib/store/client.ts";
import { beatTraining, type TrainingClaim, type TrainingProgress } from "#lib/store/training-claim.ts";

const BEAT_MS = 250;
/** Before that much is done, the time left is a guess. */
const LEAST_SHARE = 0.04;

/** Why a run ended before it was done. */
export type StopCause = "cancel" | "lost" | "shutdown";

export interface TrainingBeat {
  /** Called with what the thread says. @param share of the whole, 0-1 */
  progress(stage: string, share: number): void;
  /** Null while it goes on. */
  cause(): StopCause | null;
  /** Ends the work; the cause that came first counts. */
  stop(cause: StopCause): Promise<void>;
  /** No more heartbeats. */
  end(): Promise<void>;
}

/**
 * Writes progress and heartbeat of a run four times a second, and ends the work within that time when the run shall be
 * cancelled or belongs to another process now. A database that is away ends nothing.
 */
export function startBeat(claim: TrainingClaim, stopWork: () => Promise<void>): TrainingBeat {
  const startedAtMs = performance.now();
  let now: TrainingProgress = { stage: "", progress: 0, secondsLeft: null };
  let cause: StopCause | null = null;
  let beating: Promise<void> | null = null;
  const stop = async (why: StopCause) => {
    cause ??= why;
    await stopWork();
  };
  const beat = async () => {
    try {
      const answer = await beatTraining(db(), claim, now);
      if (answer !== "go on") await stop(answer);
    } catch (error) {
      log().debug({ run: claim.id, error: messageOf(error) }, "a heartbeat of a training could not be written");
    }
  };
  const timer = setInterval(() => {
    beating ??= beat().finally(() => {
      beating = null;
    });
  }, BEAT_MS);
  timer.unref();
  return {
    progress(stage, share) {
      const progress = Math.min(0.999, Math.max(now.progress, share));
      now = { stage, progress, secondsLeft: secondsLeft(performance.now() - startedAtMs, progress) };
    },
    cause: () => cause,
    stop,
    async end() {
      clearInterval(timer);
      await beating;
    },
  };
}

/** As if the rest went at the speed of what is done. @param share 0-1 */
function secondsLeft(elapsedMs: number, share: number): number | null {
  return share < LEAST_SHARE ? null : Math.ceil((elapsedMs * (1 - share)) / share / 1000);
}
