import type { DrillView } from "#lib/contracts/fallback.ts";
import { systemClock } from "#lib/core/clock.ts";
import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { type DrillCount, listRunningDrills } from "#lib/store/drill.ts";
import { registerRefresher } from "./refresh.ts";

interface DrillState {
  byId: ReadonlyMap<string, DrillView>;
  /** What this process has counted and not yet written down. */
  counts: Map<string, DrillCount>;
}

const state = () => processState<DrillState>("runtime.drills", () => ({ byId: new Map(), counts: new Map() }));

/** Loads the drills that run. */
export async function refreshDrills(): Promise<void> {
  const drills = await listRunningDrills(db(), systemClock.nowMs());
  state().byId = new Map(drills.map((drill) => [drill.id, drill]));
}

/** A drill of the fleet that runs at the instant; null: none of that id, or it is over. */
export function runningDrill(fleetName: string, id: string, nowMs: number): DrillView | null {
  const drill = state().byId.get(id);
  return drill && drill.fleetName === fleetName && Date.parse(drill.until) > nowMs ? drill : null;
}

/** Counts a simulated request; it is written down soon. */
export function noteDrillRequest(one: DrillCount): void {
  const { counts } = state();
  const key = [one.drillId, one.taskType, one.withoutDrill, one.inDrill].join("\u0000");
  const known = counts.get(key);
  if (!known) {
    counts.set(key, { ...one });
    return;
  }
  known.requests += one.requests;
  known.successBefore += one.successBefore;
  known.successAfter += one.successAfter;
  known.costed += one.costed;
  known.costBeforeNanoUsd += one.costBeforeNanoUsd;
  known.costAfterNanoUsd += one.costAfterNanoUsd;
}

/** Takes what was counted, to write it down; who fails to gives it back by `noteDrillRequest`. */
export function takeDrillCounts(): DrillCount[] {
  const own = state();
  const taken = [...own.counts.values()];
  own.counts = new Map();
  return taken;
}

registerRefresher("drill", "drills", refreshDrills);
