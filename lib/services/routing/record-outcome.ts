import { processState } from "#lib/core/process-state.ts";
import { noteOutcome } from "#lib/runtime/evidence-feed.ts";
import { freeSlot } from "#lib/runtime/fleet.ts";
import type { DecisionAgent } from "#lib/store/decision.ts";
import { commitOutcomes, type OutcomeRecord, type OutcomeResult } from "#lib/store/ending.ts";
import { GroupCommit } from "#lib/store/group-commit.ts";

const writer = () =>
  processState("routing.outcomes", () => new GroupCommit<OutcomeRecord, OutcomeResult>(commitOutcomes));

/**
 * Writes an outcome down, ends the lease and settles the holds; the first one of a decision counts, and the first
 * judgement of one that was recorded without. The slot is free and the next decision knows as soon as that is durable.
 */
export async function recordOutcome(decision: DecisionAgent, outcome: OutcomeRecord): Promise<OutcomeResult> {
  const result = await writer().add(outcome);
  if (result.kind === "recorded" || result.kind === "judged") learn(decision, outcome);
  if (result.kind === "recorded" && result.hadLease) freeSlot(decision.fleetName, result.agentId);
  return result;
}

/** The next decision already knows. What is not judged, or was decided before expectations were stored, teaches nothing here. */
function learn(decision: DecisionAgent, { decisionId, success, atMs }: OutcomeRecord): void {
  const { fleetName, agentName, taskType, predictorVersion, baseSuccess, baseSd } = decision;
  if (success === null || agentName === null || baseSuccess === null || baseSd === null) return;
  const expectation = { expected: baseSuccess, expectedSd: baseSd };
  const score = success ? 1 : 0;
  noteOutcome(fleetName, { decisionId, predictorVersion, agentName, taskType, score, atMs, ...expectation });
}
