import type { PerformancePredictor, PredictionColumns } from "#lib/contracts/prediction.ts";
import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import { unknownPrediction } from "#lib/engines/routing/prediction-columns.ts";
import { type Rescored, rescore } from "#lib/engines/routing/rescore.ts";
import { parseCandidates, type StoredCandidates, storedNames } from "#lib/engines/routing/stored-candidates.ts";
import type { WindowDecision } from "#lib/store/decision-window.ts";
import { routableConfiguration } from "./fleet.ts";
import { fleetPolicy } from "./routing-policy.ts";
import { StoredPredictors } from "./stored-predictors.ts";

/** A stored decision as another version would have made it. */
export interface Replayed {
  kind: "replayed";
  stored: StoredCandidates;
  /** By row. */
  names: readonly string[];
  rescored: Rescored;
}

export type ReplayResult = Replayed | { kind: "skipped"; reason: string };

const MAX_SNAPSHOTS = 16;

/** Makes stored decisions again with one version, under the policy and configurations of now. */
export class DecisionReplayer {
  readonly #tried: PerformancePredictor;
  readonly #policy: RoutingPolicy;
  readonly #predictors = new StoredPredictors();
  /** Predictors remember what they said by the identity of the list of names: one list a snapshot of the fleet. */
  readonly #names = new Map<string, readonly string[]>();

  constructor(tried: PerformancePredictor, fleetName: string) {
    this.#tried = tried;
    this.#policy = fleetPolicy(fleetName);
  }

  async replay(decision: WindowDecision): Promise<ReplayResult> {
    if (decision.agentName === null) return { kind: "skipped", reason: "Nobody fitted" };
    const stored = parseCandidates(decision.candidates);
    const names = this.#snapshot(storedNames(stored));
    const subject = { type: decision.taskType, text: descriptionOf(decision.task), source: null };
    const decided = await this.#decidedColumns(decision, names, subject);
    if (!decided) {
      const version = decision.provenance.predictor?.version;
      return { kind: "skipped", reason: `v${version}, which decided, is not kept any more` };
    }
    const rescored = rescore({
      ...{ stored, decided, tried: this.#tried.predictColumns(names, subject), policy: this.#policy },
      ...{ exploration: decision.provenance.exploration, constraints: constraintsOf(decision.task) },
      ...{ seed: decision.provenance.seed, configurations: stored.configurations.map(routableConfiguration) },
    });
    return { kind: "replayed", stored, names, rescored };
  }

  async #decidedColumns(
    { provenance }: WindowDecision,
    names: readonly string[],
    subject: { type: string; text: string; source: string | null },
  ): Promise<PredictionColumns | null> {
    if (!provenance.predictor) return unknownPrediction(names.length, this.#policy.coldStart.priorSuccess);
    const predictor = await this.#predictors.find(provenance.predictor.sha256);
    return predictor?.predictColumns(names, subject) ?? null;
  }

  #snapshot(names: readonly string[]): readonly string[] {
    const key = names.join("\u0000");
    const known = this.#names.get(key);
    if (known) return known;
    const oldest = this.#names.size >= MAX_SNAPSHOTS ? this.#names.keys().next().value : undefined;
    if (oldest !== undefined) this.#names.delete(oldest);
    this.#names.set(key, names);
    return names;
  }
}

/** Decisions keep their task as it was parsed. */
function constraintsOf(task: unknown) {
  return (task as { constraints?: Pick<Task["constraints"], "maxCostUsd" | "maxDurationMs"> }).constraints;
}

function descriptionOf(task: unknown): string {
  const { description } = task as { description?: unknown };
  return typeof description === "string" ? description : "";
}
