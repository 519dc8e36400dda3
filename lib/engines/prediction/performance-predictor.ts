import type {
  AgentTraits,
  Observation,
  PerformancePredictor,
  PredictableTask,
  PredictionColumns,
  TraitLesson,
  UnjudgedRun,
} from "#lib/contracts/prediction.ts";
import type { EmbeddedTexts, EmbeddingModel } from "#lib/contracts/text-source.ts";
import { columnsFor, type FleetBeliefs, fleetBeliefs } from "./prediction-columns.ts";
import { decodePredictor, encodePredictor } from "./predictor-artifact.ts";
import { fitPredictor, type OnProgress } from "./predictor-fit.ts";
import { type AgentPrediction, contextOf, type PredictorState, predictAgent } from "./predictor-state.ts";
import type { ColdStart } from "./success-model.ts";
import { textSourceOf } from "./text/text-source.ts";

export interface PredictorOptions {
  /** Defaults to a success probability of 0.5 worth 4 outcomes. */
  coldStart?: ColdStart;
  /** Of everything random in training; defaults to 1. */
  seed?: number;
  /** Called at the beginning of every stage, with the share of the whole that is done (0-1). */
  onProgress?: OnProgress;
  /** Read instead of the texts' words and characters; a text without a vector counts as absent. */
  embedded?: EmbeddedTexts | null;
  /** Price and tier of agents, by name: where they tell, agents with few outcomes are expected accordingly. */
  traits?: ReadonlyMap<string, AgentTraits>;
  /** Runs whose success nobody knows; they teach durations, tokens and costs. */
  unjudged?: Iterable<UnjudgedRun>;
}

export const DEFAULT_COLD_START: ColdStart = { priorSuccess: 0.5, priorStrength: 4 };
const DEFAULT_SEED = 1;
const NO_TRAITS: ReadonlyMap<string, AgentTraits> = new Map();
/** Sets kept for one fleet snapshot; the oldest goes first. */
const MAX_CACHED_CONTEXTS = 64;
/** Columns of a text kept beside them: a task is asked about again at its retry. */
const MAX_CACHED_TEXTS = 8;

interface FleetCache {
  beliefs: Map<string, FleetBeliefs>;
  columns: Map<string, PredictionColumns>;
  textColumns: Map<string, PredictionColumns>;
}

/**
 * Success, duration, tokens and cost of agents by task type, source and text, learned from history: a hierarchical table
 * with shrinkage (SuccessModel, QuantityModel), and what the text adds to it (learnSuccess, learnQuantity) where that is
 * shown to foretell held-out outcomes better than the table alone.
 */
export class AgentPerformancePredictor implements PerformancePredictor {
  readonly state: PredictorState;
  private readonly cache = new WeakMap<readonly string[], FleetCache>();

  constructor(state: PredictorState) {
    this.state = state;
  }

  /**
   * Fits on observed outcomes; the same observations in the same order and the same seed give the same predictor.
   * An empty history is valid: everybody is then worth the cold start's prior.
   */
  static fit(observations: Iterable<Observation>, options: PredictorOptions = {}): AgentPerformancePredictor {
    const { coldStart = DEFAULT_COLD_START, seed = DEFAULT_SEED, onProgress = () => undefined } = options;
    const { embedded = null, traits = NO_TRAITS, unjudged = [] } = options;
    const fitted = fitPredictor(observations, { coldStart, seed, onProgress, embedded, traits, unjudged });
    return new AgentPerformancePredictor(fitted);
  }

  /**
   * @param embedded the texts as this process embeds them; null: it embeds none
   * @throws SignalboxError invalid_input when the artifact is damaged, of another kind, needs texts embedded otherwise, or
   *   does not answer as it did when it was written
   */
  static fromArtifact(bytes: Uint8Array, embedded: EmbeddedTexts | null = null): AgentPerformancePredictor {
    return new AgentPerformancePredictor(decodePredictor(bytes, embedded));
  }

  get embedding(): EmbeddingModel | null {
    return this.state.text?.parts.features.projection.embedding ?? null;
  }

  get lesson(): TraitLesson | null {
    return this.state.lesson;
  }

  get failureCorrelation(): number | null {
    return this.state.failureCorrelation;
  }

  /** The same predictor always gives the same bytes. */
  toArtifact(): Uint8Array {
    return encodePredictor(this.state);
  }

  /**
   * What version metadata says of the fit: the learner chosen and what every candidate gained in cross-validation, the
   * variances that set the shrinkage, the noise, the calibration, the source of text features, the leader nobody beats.
   */
  parameters(): Record<string, unknown> {
    const { success, coldStart, lesson, failureCorrelation, agents, leader, learning, calibration, text } = this.state;
    const [agent, type, source] = success.forest.levels;
    return {
      coldStart,
      ...(lesson ? { lesson } : {}),
      failureCorrelation,
      learner: learning.learner,
      candidates: learning.candidates,
      explainedByText: learning.explainedByText,
      textSource: textSourceOf(this.state),
      textFeatures: text?.parts.features.width ?? 0,
      calibration,
      variance: { agent, type, source },
      dispersion: success.dispersion,
      unbeatenLeader: agents.names[leader] ?? null,
    };
  }

  /** Everything predicted of one agent; an agent, type or source nobody has seen falls back to the levels above. */
  predict(agentName: string, task: PredictableTask): AgentPrediction {
    return predictAgent(this.state, this.state.agents.indexOf(agentName), contextOf(this.state, task));
  }

  predictColumns(agentNames: readonly string[], task: PredictableTask): PredictionColumns {
    const cache = this.cacheOf(agentNames);
    const context = contextOf(this.state, task);
    const key = `${context.type},${context.leaf},${context.knowsSource}`;
    const beliefs = remember(cache.beliefs, key, MAX_CACHED_CONTEXTS, () =>
      fleetBeliefs(this.state, agentNames, context),
    );
    const compute = () => columnsFor(this.state, beliefs, context);
    if (!context.text) return remember(cache.columns, key, MAX_CACHED_CONTEXTS, compute);
    return remember(cache.textColumns, `${key},${task.text}`, MAX_CACHED_TEXTS, compute);
  }

  private cacheOf(agentNames: readonly string[]): FleetCache {
    let cache = this.cache.get(agentNames);
    if (!cache) {
      cache = { beliefs: new Map(), columns: new Map(), textColumns: new Map() };
      this.cache.set(agentNames, cache);
    }
    return cache;
  }
}

/** The value under the key, computed when it is not there; the oldest of too many goes. */
function remember<T>(known: Map<string, T>, key: string, most: number, compute: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = compute();
  const oldest = known.size >= most ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
  known.set(key, value);
  return value;
}
