import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { sumExplored } from "#lib/store/recent-outcome.ts";

const DAY_MS = 86_400_000;
const READ_EVERY_MS = 10_000;

interface Spent {
  dayStartMs: number;
  nanoUsd: number;
}

const state = () => processState("runtime.exploration", () => ({ byFleet: new Map<string, Spent>(), readAtMs: 0 }));

const dayOf = (atMs: number) => Math.floor(atMs / DAY_MS) * DAY_MS;

/** Price of what the fleet has tried out on the UTC day, in nano-dollars. */
export function exploredNanoUsd(fleetName: string, atMs: number): number {
  const spent = state().byFleet.get(fleetName);
  return spent?.dayStartMs === dayOf(atMs) ? spent.nanoUsd : 0;
}

/** Counts a price at once, before its decision is durable; a negative one takes it back. */
export function noteExplored(fleetName: string, atMs: number, nanoUsd: number): void {
  if (nanoUsd === 0) return;
  const total = Math.max(0, exploredNanoUsd(fleetName, atMs) + nanoUsd);
  state().byFleet.set(fleetName, { dayStartMs: dayOf(atMs), nanoUsd: total });
}

/**
 * Takes over what other processes tried out; part of the listener's poll. Between two readings each process knows its
 * own part alone, so the cap may be passed by what the others try out in ten seconds, and then holds.
 */
export async function refreshExploration(): Promise<void> {
  const own = state();
  const nowMs = systemClock.nowMs();
  if (nowMs - own.readAtMs < READ_EVERY_MS) return;
  own.readAtMs = nowMs;
  const dayStartMs = dayOf(nowMs);
  for (const { fleetName, nanoUsd } of await sumExplored(db(), new Date(dayStartMs))) {
    // Never less than what this process knows: some of that may not be written yet.
    const known = exploredNanoUsd(fleetName, nowMs);
    own.byFleet.set(fleetName, { dayStartMs, nanoUsd: Math.max(known, nanoUsd) });
  }
}
