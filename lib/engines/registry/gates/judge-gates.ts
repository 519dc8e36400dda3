import { GATES, type GateName, type GateReport, type GateResult } from "#lib/contracts/gate.ts";
import type { GateBounds } from "#lib/contracts/model-policy.ts";
import { artifactIntegrity, artifactSize, goldenInputs, loadTime } from "./artifact-gates.ts";
import { calibration } from "./calibration.ts";
import { dataSufficiency } from "./data-sufficiency.ts";
import { type Gate, type GateFacts, noSay } from "./gate-facts.ts";
import { noAgentStarved } from "./no-agent-starved.ts";
import { notWorse } from "./not-worse.ts";
import { replay } from "./replay.ts";

const ALL: Record<GateName, Gate> = {
  artifact_integrity: artifactIntegrity,
  golden_inputs: goldenInputs,
  load_time: loadTime,
  artifact_size: artifactSize,
  data_sufficiency: dataSufficiency,
  not_worse: notWorse,
  calibration,
  replay,
  no_agent_starved: noAgentStarved,
};

/** What not even a version that was good yesterday, or an admin's override, can do without. */
export const NEVER_WAIVED: ReadonlySet<GateName> = new Set(["artifact_integrity", "golden_inputs"]);

/**
 * Every gate's answer in the order they are shown; passed when none fails.
 * @param returning why the gates that judge quality have no say (a return to a version that was good days ago); null:
 *   they have
 */
export function judgeGates(
  facts: GateFacts,
  bounds: GateBounds,
  { returning, at }: { returning: string | null; at: string },
): GateReport {
  const results: GateResult[] = GATES.map((gate) =>
    returning !== null && !NEVER_WAIVED.has(gate) ? noSay(gate, returning) : ALL[gate](facts, bounds),
  );
  const passed = results.every(({ verdict }) => verdict !== "fail");
  return { version: facts.version, against: facts.against, at, passed, results };
}

/** "Not worse: Success 80% …": the failed gates, for whoever is refused. */
export function failedGates({ results }: GateReport): GateResult[] {
  return results.filter(({ verdict }) => verdict === "fail");
}
