import type { PerformancePredictor, PredictableTask } from "#lib/contracts/prediction.ts";
import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import type { EmbeddingModel } from "#lib/contracts/text-source.ts";
import { unknownPrediction } from "#lib/engines/routing/prediction-columns.ts";
import { type Rescored, rescore, type VersionSays } from "#lib/engines/routing/rescore.ts";
import { parseCandidates, type StoredCandidates, storedNames } from "#lib/engines/routing/stored-candidates.ts";
import type { WindowDecision } from "#lib/store/decision-window.ts";
import { routableConfiguration } from "./fleet.ts";
import { fleetPolicy } from "./routing-policy.ts";
import { StoredPredictors } from "./stored-predictors.ts";
import { recallVectors } from "./text-vectors.ts";

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

  /** What must have embedded the decisions' texts; null: nothing. */
  get embedding(): EmbeddingModel | null {
    return this.#tried.embedding;
  }

  async replay(decision: WindowDecision): Promise<ReplayResult> {
    if (decision.agentName === null) return { kind: "skipped", reason: "Nobody fitted" };
    const stored = parseCandidates(decision.candidates);
    const names = this.#snapshot(storedNames(stored));
    const subject = { type: decision.taskType, text: descriptionOf(decision.task), source: null };
    await recallFor(this.#tried, subject.text);
    const decided = await this.#decided(decision, names, subject);
    if (!decided) {
      const version = decision.provenance.predictor?.version;
      return { kind: "skipped", reason: `v${version}, which decided, is not kept any more` };
    }
    const rescored = rescore({
      ...{ stored, decided, tried: says(this.#tried, names, subject), policy: this.#policy },
      ...{ exploration: decision.provenance.exploration, constraints: constraintsOf(decision.task) },
      ...{ seed: decision.provenance.seed, configurations: stored.configurations.map(routableConfiguration) },
    });
    return { kind: "replayed", stored, names, rescored };
  }

  async #decided(
    { provenance }: WindowDecision,
    names: readonly string[],
    subject: PredictableTask,
  ): Promise<VersionSays | null> {
    if (!provenance.predictor) {
      const prediction = unknownPrediction(names.length, this.#policy.coldStart.priorSuccess);
      return { prediction, lesson: null, failureCorrelation: null };
    }
    const predictor = await this.#predictors.find(provenance.predictor.sha256);
    if (!predictor) return null;
    if (provenance.textUnread) return says(predictor, names, { ...subject, text: "" });
    await recallFor(predictor, subject.text);
    return says(predictor, names, subject);
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

function says(predictor: PerformancePredictor, names: readonly string[], subject: PredictableTask): VersionSays {
  const { lesson, failureCorrelation } = predictor;
  return { prediction: predictor.predictColumns(names, subject), lesson, failureCorrelation };
}

/** Decisions keep their task as it was parsed. */
function constraintsOf(task: unknown) {
  return (task as { constraints?: Pick<Task["constraints"], "maxCostUsd" | "maxDurationMs"> }).constraints;
}

/** Its embedding was kept when it was made; whoever replays many decisions makes those that are missing first. */
async function recallFor({ embedding }: PerformancePredictor, text: string): Promise<void> {
  if (embedding) await recallVectors(embedding, [text]);
}

/** The text of a decision's task, as it was parsed. */
export function descriptionOf(task: unknown): string {
  const { description } = task as { description?: unknown };
  return typeof description === "string" ? description : "";
}
