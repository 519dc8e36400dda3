import { processState } from "#lib/core/process-state.ts";

/**
 * What this process writes to one row whose figures it also keeps in memory. A reading of the row that such a write was
 * beside may be from before it: memory, which knows of the write, is the better witness then.
 */
export interface OwnWrites {
  underWay: number;
  /** Of the last beginning or end of a write. */
  turn: number;
  /** Of the last reading that was believed. */
  readAtMs: number;
}

/** A row that is written without a pause is believed as read after this long: others write it, too. */
const UNREAD_MS = 10_000;

const turns = () => processState("runtime.ownWrites", () => ({ last: 0 }));

export const ownWrites = (): OwnWrites => ({ underWay: 0, turn: 0, readAtMs: 0 });

export function beginWrite(writes: OwnWrites): void {
  writes.underWay++;
  writes.turn = ++turns().last;
}

export function endWrite(writes: OwnWrites): void {
  writes.underWay--;
  writes.turn = ++turns().last;
}

/** A write that began and ended unseen, such as one that a report of somebody else brought. */
export function noteWritten(writes: OwnWrites): void {
  writes.turn = ++turns().last;
}

/** Of now; to be taken before rows are read. */
export const writesSoFar = (): number => turns().last;

/** Whether a row that was read since the turn is to be believed. */
export function isBelieved(writes: OwnWrites, sinceTurn: number, nowMs: number): boolean {
  const apart = writes.underWay === 0 && writes.turn <= sinceTurn;
  if (!apart && Math.abs(nowMs - writes.readAtMs) < UNREAD_MS) return false;
  writes.readAtMs = nowMs;
  return true;
}
