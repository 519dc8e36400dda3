import type { TeamRow } from "./collaboration/team-uplift.ts";
import type { UpliftMeasure, UpliftRow } from "./collaboration/uplift-row.ts";
import type { KnownFault, TeamRun } from "./team-run.ts";

/** What a behaviour model learns from. */
export interface BehaviorHistory {
  runs: readonly TeamRun[];
  /** Of failed runs whose fault somebody has named, by the run's id. */
  faults: ReadonlyMap<string, KnownFault>;
  /** Outcomes of single tasks next to what the agent's own record let expect of them; cost and duration in natural logs. */
  pairs: Readonly<Record<UpliftMeasure, readonly UpliftRow[]>>;
  /** Outcomes of whole runs next to what the members' records let expect. */
  teams: readonly TeamRow[];
}

/** Role of an agent as far as its name says: what stands before its number, "researcher" of "researcher_002". */
export function roleByName(agent: string): string {
  return agent.replace(/[\s_.-]*\d+$/, "") || agent;
}
