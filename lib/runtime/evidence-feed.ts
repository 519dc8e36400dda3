import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { type RecentOutcome, readOutcomesOfFleet, readOutcomesSince } from "#lib/store/recent-outcome.ts";
import { allFleets, fleetRuntime } from "./fleet.ts";

/** Outcomes of before this process started that are read for a fleet. */
const SEED_DECISIONS = 2_000;
/** Outcomes read at one look; when more came since the last one, the newest. */
const POLL_OUTCOMES = 2_000;
/** An outcome carries the time it was reported and shows when its transaction ends. */
const OVERLAP_MS = 5_000;

const state = () => processState("runtime.evidenceFeed", () => ({ readUntilMs: 0 }));

/** Counts an outcome this process has just recorded. */
export function noteOutcome(fleetName: string, outcome: RecentOutcome): void {
  fleetRuntime(fleetName)?.evidence.observe(outcome);
}

/**
 * Takes outcomes over that other processes recorded, and those of before this one started; part of the listener's poll.
 * How much is read does not grow with the history.
 */
export async function refreshEvidence(): Promise<void> {
  const own = state();
  const startedMs = systemClock.nowMs();
  for (const { name } of allFleets()) {
    const fleet = fleetRuntime(name);
    if (!fleet) continue;
    const unseeded = fleet.evidence.takeUnseeded();
    if (unseeded.length === 0) continue;
    for (const outcome of await readOutcomesOfFleet(db(), name, SEED_DECISIONS)) {
      for (const evidence of unseeded) evidence.observe(outcome);
    }
  }
  if (own.readUntilMs > 0) {
    const recent = await readOutcomesSince(db(), new Date(own.readUntilMs - OVERLAP_MS), POLL_OUTCOMES);
    for (const { fleetName, ...outcome } of recent) noteOutcome(fleetName, outcome);
  }
  own.readUntilMs = startedMs;
}
