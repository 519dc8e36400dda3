import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { Figure } from "#lib/contracts/model.ts";
import { encodeBehavior } from "#lib/engines/behavior/behavior-artifact.ts";
import { roleByName } from "#lib/engines/behavior/behavior-history.ts";
import { BehaviorModel } from "#lib/engines/behavior/behavior-model.ts";
import { evaluateBehavior } from "#lib/engines/behavior/evaluate-behavior.ts";
import { db } from "#lib/store/client.ts";
import { listAgents } from "#lib/store/fleet.ts";
import { type BehaviorOrder, readBehaviorData } from "./behavior-data.ts";
import type { FittedVersion, OnFitProgress } from "./fit-version.ts";
import { unroutedReport } from "./unrouted-report.ts";

/**
 * Fits the fleet's behaviour model on its runs and on the outcomes of handed-over tasks, and measures on runs that a fit of
 * the others had not seen. The same data and seed give the same bytes.
 * @throws SignalboxError conflict when nobody has handed anything to anybody
 */
export async function fitBehavior(
  order: BehaviorOrder,
  onProgress: OnFitProgress = () => undefined,
): Promise<FittedVersion> {
  const { fleetName, seed } = order.request;
  onProgress("Reading runs", 0);
  const [data, roleOf] = [await readBehaviorData(order), await rolesOf(fleetName)];
  const { history, dataSha256 } = data;
  onProgress("Learning", 0.3);
  const startedAt = performance.now();
  const model = BehaviorModel.fit(history, { seed, roleOf });
  const { state } = model;
  const fitSeconds: Figure = { value: (performance.now() - startedAt) / 1000, unit: "s", n: state.runs };
  onProgress("Measuring on runs it has not seen", 0.6);
  const metrics = { ...evaluateBehavior(model, history, seed), fit_seconds: fitSeconds };
  const report = reportOf(metrics, state.runs, dataSha256);
  return {
    artifact: encodeBehavior(state),
    metadata: {
      rows: state.graph.edges.reduce((sum, { count }) => sum + count, 0),
      agents: state.graph.agents.length,
      dataSha256,
      windowFrom: new Date(data.fromMs).toISOString(),
      windowTo: new Date(data.toMs).toISOString(),
      seed,
      parameters: {
        ...{ runs: state.runs, interactions: state.interactions, handOverOutcomes: history.pairs.success.length },
        ...{ knownFaults: history.faults.size, agentStrength: state.transitions.state.agentStrength },
        heldOut: report.heldOut.how,
        heldOutRows: report.heldOut.rows,
        testSha256: dataSha256,
      },
    },
    metrics,
    report,
  };
}

/** As agents are declared; of others by their names. */
async function rolesOf(fleetName: string): Promise<(agent: string) => string> {
  const declared = new Map((await listAgents(db(), fleetName)).map(({ name, role }) => [name, role]));
  return (agent) => declared.get(agent) || roleByName(agent);
}

function reportOf(figures: Record<string, Figure>, runs: number, sha256: string): EvaluationReport {
  const rows = figures.handoff_accuracy?.n ?? 0;
  return unroutedReport({
    summary: summarise(figures),
    figures,
    heldOut: { how: "each run by a fit that had not seen it", rows, tasks: runs, sha256 },
  });
}

function summarise({
  handoff_accuracy: accuracy,
  agent_at_fault: fault,
  pairs_found: pairs,
}: Record<string, Figure>): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const parts: string[] = [];
  if (accuracy) {
    const commonest = percent(accuracy.baseline ?? 0);
    parts.push(
      `Foretells who is handed to in ${percent(accuracy.value)} of hand-offs, the commonest receiver in ${commonest}.`,
    );
  }
  if (fault) parts.push(`Names the agent at fault in ${percent(fault.value)} of ${fault.n} failed runs.`);
  if (pairs) {
    const [found, all] = [pairs.value, pairs.n ?? 0];
    parts.push(
      all === 0
        ? "No outcome of a handed-over task says yet who works well after whom."
        : `${found} of ${all} pairs do better or worse together than their own records let expect.`,
    );
  }
  return parts.join(" ");
}
