import { setTimeout as sleep } from "node:timers/promises";
import { processState } from "#lib/core/process-state.ts";

const state = () => processState("chat.open", () => ({ open: 0 }));
const LOOK_EVERY_MS = 25;

/** Counts a call as open until its promise settles. */
export async function duringDrain<T>(work: () => Promise<T>): Promise<T> {
  const done = callOpened();
  try {
    return await work();
  } finally {
    done();
  }
}

/** Counts a call as open until the returned function is called; more often does no harm. */
export function callOpened(): () => void {
  state().open++;
  let open = true;
  return () => {
    if (open) state().open--;
    open = false;
  };
}

/** How many calls are under way now. */
export const openCalls = (): number => state().open;

/** Waits until every open call and stream has ended, so that each is written down. @returns how many still go on */
export async function drainCalls(longestMs: number): Promise<number> {
  const endMs = performance.now() + longestMs;
  while (state().open > 0 && performance.now() < endMs) await sleep(LOOK_EVERY_MS);
  return state().open;
}
