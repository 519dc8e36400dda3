import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { processState } from "#lib/core/process-state.ts";
import { seededRandom, seedOf } from "#lib/core/random.ts";
import { db } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { findVersion, readArtifactBytes } from "#lib/store/model.ts";
import { listRunningTrials, type TrialRow } from "#lib/store/trial.ts";
import { inProduction, type Production } from "./models.ts";
import { registerRefresher } from "./refresh.ts";
import { openPredictor } from "./servable-model.ts";

type ProductionPredictor = Production<"performance_predictor">;

interface Canary {
  trialId: string;
  percent: number;
  /** It compares with this version: were another in production, there would be nothing to compare. */
  against: number;
  candidate: ProductionPredictor;
}

const state = () => processState("runtime.trials", () => ({ canaries: new Map<string, Canary>() }));

/**
 * The candidate that makes this decision of the fleet; null: production makes it. Which of the two does is drawn from the
 * decision's id alone, so that every process and every retry agrees.
 */
export function canaryPredictor(fleetName: string, decisionId: string): ProductionPredictor | null {
  const canary = state().canaries.get(fleetName);
  if (!canary || inProduction(fleetName, "performance_predictor")?.version !== canary.against) return null;
  // Not by the hash itself: the decision's own draw is seeded with it.
  const draw = seededRandom(seedOf(`${canary.trialId} ${decisionId}`))();
  return draw * 100 < canary.percent ? canary.candidate : null;
}

/** The candidate that makes a part of the fleet's decisions; null: none does. */
export function canaryCandidate(fleetName: string): ProductionPredictor | null {
  return state().canaries.get(fleetName)?.candidate ?? null;
}

/** Loads the candidates of running canaries. One whose artifact is bad decides nothing, and a health problem says so. */
export async function refreshTrials(): Promise<void> {
  const own = state();
  const running = (await listRunningTrials(db())).filter(({ mode }) => mode === "canary");
  const next = new Map<string, Canary>();
  for (const trial of running) {
    const serving = own.canaries.get(trial.name);
    const canary = serving?.trialId === trial.id ? serving : await open(trial);
    if (canary) next.set(trial.name, canary);
  }
  own.canaries = next;
}

async function open({ id, name, kind, version, against, plan }: TrialRow): Promise<Canary | null> {
  const problem = { topic: "model", entityId: `${name}/${kind}`, code: "canary_refused" };
  const nowMs = systemClock.nowMs();
  try {
    const sha256 = (await findVersion(db(), { name, kind }, version))?.artifactSha256;
    const bytes = sha256 === undefined ? null : await readArtifactBytes(db(), sha256);
    if (sha256 === undefined || !bytes) throw new Error("The artifact is missing");
    const model = openPredictor(bytes, sha256);
    await resolveProblem(db(), problem, nowMs);
    return { trialId: id, percent: plan.percent, against, candidate: { model, name, version, sha256 } };
  } catch (error) {
    const message = `The canary of ${name} v${version} decides nothing: ${messageOf(error)}.`;
    await raiseProblem(db(), problem, message, nowMs);
    return null;
  }
}

// After the models themselves: importing them above registered theirs first.
registerRefresher("model", "trials", refreshTrials);
