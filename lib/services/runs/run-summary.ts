import { findPatterns } from "#lib/engines/behavior/patterns/find-patterns.ts";
import { DEFAULT_PATTERN_SETTINGS } from "#lib/engines/behavior/patterns/pattern.ts";
import { findPingPong } from "#lib/engines/behavior/patterns/ping-pong.ts";
import { inProduction } from "#lib/runtime/models.ts";
import type { TeamRunRecord } from "#lib/store/team-run.ts";
import type { WholeRun } from "#lib/store/team-run-reading.ts";

/** Who spoke first stands first; of more agents than these nobody looks for one by name. */
const MOST_AGENTS = 200;

/**
 * A run as lists show it.
 * @param lastAtMs of a turn that is known of and may not have been read
 */
export function summaryOf(fleetName: string, run: WholeRun, lastAtMs: number | null): TeamRunRecord {
  const times = run.interactions.map(({ storedAtMs }) => storedAtMs);
  const production = inProduction(fleetName, "behavior");
  const patterns = findPatterns(run, production?.model.state.transitions ?? null);
  return {
    fleetName,
    id: run.id,
    startedAtMs: times.reduce((a, b) => Math.min(a, b)),
    lastAtMs: times.reduce((a, b) => Math.max(a, b), lastAtMs ?? 0),
    taskType: run.taskType,
    succeeded: run.succeeded,
    turns: run.interactions.length,
    agents: [...new Set(run.interactions.map(({ from }) => from))].slice(0, MOST_AGENTS),
    patterns: [...new Set(patterns.map(({ kind }) => kind))],
    faultAgent: run.fault?.agent ?? null,
    faultStep: run.fault?.step ?? null,
    reported: run.interactions.some(({ source }) => source === "api" || source === "otlp"),
    // Without a model every long exchange is a rally; whether it is worth a word depends on the version.
    rallied: findPingPong(run, DEFAULT_PATTERN_SETTINGS, null).length > 0,
    behaviorVersion: production?.version ?? null,
  };
}
