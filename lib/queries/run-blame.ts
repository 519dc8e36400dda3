import type { RunView } from "#lib/contracts/team-run.ts";
import { faultEvidence } from "#lib/engines/behavior/attribution/fault-evidence.ts";
import type { Production } from "#lib/runtime/models.ts";
import type { WholeRun } from "#lib/store/team-run-reading.ts";

/** Agents and steps that are named; further ones are unlikely, and a person looks at few. */
const MOST_BLAMED = 5;
/** Each turn is compared with the others while tasks are routed by the same process. */
const MOST_WEIGHED_TURNS = 500;

/** Whose fault a failed run probably was, or why nothing says so. */
export function blameOfRun(
  run: WholeRun,
  production: Production<"behavior"> | null,
): Pick<RunView, "blame" | "noBlame"> {
  if (run.succeeded !== false) return { blame: null, noBlame: null };
  if (!production) {
    return {
      blame: null,
      noBlame: "No behaviour model is in production for this fleet, so nothing says whose fault it was.",
    };
  }
  if (run.interactions.length > MOST_WEIGHED_TURNS) {
    return {
      blame: null,
      noBlame: `Runs of more than ${MOST_WEIGHED_TURNS} turns are not weighed: look at its patterns.`,
    };
  }
  const { faults } = production.model.state;
  const blame = production.model.blame(run);
  if (!blame || !faults) {
    const noBlame = `${production.name} v${production.version} knew too few failures whose fault somebody had named to learn from them. Each one that is named here teaches the next version.`;
    return { blame: null, noBlame };
  }
  const evidence = faultEvidence(faults, run);
  return {
    blame: {
      agents: blame.agents.slice(0, MOST_BLAMED),
      steps: blame.steps.slice(0, MOST_BLAMED).map((one) => ({ ...one, evidence: evidence(one.step) })),
    },
    noBlame: null,
  };
}
