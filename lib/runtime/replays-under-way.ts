import { messageOf } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { beatReplay, endAbandonedReplays as endInStore } from "#lib/store/replay-heartbeat.ts";
import { log } from "./log.ts";

const BEAT_MS = 1_000;
const ABANDONED = "The process that worked on it has ended. Start it again.";

/** Replays that this process runs, by id. */
export const replaysUnderWay = () => processState("replays.underWay", () => new Map<string, Promise<void>>());

/** Keeps a replay among those under way, and heard of, until its work has ended. @param work never throws */
export function keepUnderWay(id: string, work: Promise<void>): void {
  const timer = setInterval(() => {
    beatReplay(db(), id).catch((error) => {
      log().debug({ replay: id, error: messageOf(error) }, "a heartbeat of a replay could not be written");
    });
  }, BEAT_MS);
  timer.unref();
  const ended = work.finally(() => {
    clearInterval(timer);
    replaysUnderWay().delete(id);
  });
  replaysUnderWay().set(id, ended);
}

/** Ends the replays of any process that is gone. @returns their ids */
export function endAbandonedReplays(): Promise<string[]> {
  return endInStore(db(), [...replaysUnderWay().keys()], ABANDONED);
}
