import type {
  Observation,
  PerformancePredictor,
  PredictableTask,
  PredictionColumns,
} from "#lib/contracts/prediction.ts";
import { unbeatenLeader } from "./lead-check.ts";
import { emptyColumns, fillRow } from "./prediction-columns.ts";
import { decodePredictor, encodePredictor } from "./predictor-artifact.ts";
import {
  type AgentPrediction,
  contextOf,
  type PredictorState,
  predictAgent,
  type QuantityName,
} from "./predictor-state.ts";
import { QuantityModel } from "./quantity-model.ts";
import { type ColdStart, SuccessModel } from "./success-model.ts";
import { leafName, Vocabulary } from "./vocabulary.ts";

export interface PredictorOptions {
  /** Defaults to a success probability of 0.5 worth 4 outcomes. */
  coldStart?: ColdStart;
}

export const DEFAULT_COLD_START: ColdStart = { priorSuccess: 0.5, priorStrength: 4 };
/** Column sets kept for one fleet snapshot; the oldest goes first. */
const MAX_CACHED_CONTEXTS = 64;

/**
 * Success, duration, tokens and cost of agents by task type and source, learned from history with shrinkage:
 * see SuccessModel and QuantityModel for the formulas. The text of a task is not looked at.
 */
export class AgentPerformancePredictor implements PerformancePredictor {
  readonly state: PredictorState;
  private readonly cache = new WeakMap<readonly string[], Map<string, PredictionColumns>>();

  constructor(state: PredictorState) {
    this.state = state;
  }

  /**
   * Fits on observed outcomes; the same observations in the same order give the same predictor.
   * An empty history is valid: everybody is then worth the cold start's prior.
   */
  static fit(observations: Iterable<Observation>, options: PredictorOptions = {}): AgentPerformancePredictor {
    const coldStart = options.coldStart ?? DEFAULT_COLD_START;
    const [agents, types, leaves] = [new Vocabulary(), new Vocabulary(), new Vocabulary()];
    const success = new SuccessModel(coldStart);
    const scores: number[] = [];
    const [agentOf, typeOf, leafOf]: [number[], number[], number[]] = [[], [], []];
    const values: Record<QuantityName, number[]> = {
      durationMs: [],
      inputTokens: [],
      outputTokens: [],
      costNanoUsd: [],
    };
    for (const seen of observations) {
      const agent = agents.add(seen.agentName);
      const type = types.add(seen.taskType);
      const leaf = seen.source === null ? -1 : leaves.add(leafName(seen.taskType, seen.source));
      success.add(agent, type, leaf, seen.score);
      scores.push(seen.score);
      agentOf.push(agent);
      typeOf.push(type);
      leafOf.push(leaf);
      values.durationMs.push(seen.latencyMs ?? Number.NaN);
      values.inputTokens.push(seen.inputTokens ?? Number.NaN);
      values.outputTokens.push(seen.outputTokens ?? Number.NaN);
      values.costNanoUsd.push(seen.costNanoUsd ?? Number.NaN);
    }
    success.fit();
    const leader = unbeatenLeader({ agents: agentOf, types: typeOf, leaves: leafOf, scores }, success, coldStart);
    const learn = (name: QuantityName) => {
      const model = new QuantityModel();
      model.fit({ agents: agentOf, types: typeOf, leaves: leafOf, values: values[name] });
      return model;
    };
    const quantities = {
      durationMs: learn("durationMs"),
      inputTokens: learn("inputTokens"),
      outputTokens: learn("outputTokens"),
      costNanoUsd: learn("costNanoUsd"),
    };
    return new AgentPerformancePredictor({
      agents,
      types,
      leaves,
      rows: agentOf.length,
      coldStart,
      leader,
      success,
      quantities,
    });
  }

  /** @throws SignalboxError invalid_input when the artifact is damaged, of another kind, or does not answer as it did when it was written. */
  static fromArtifact(bytes: Uint8Array): AgentPerformancePredictor {
    return new AgentPerformancePredictor(decodePredictor(bytes));
  }

  /** The same predictor always gives the same bytes. */
  toArtifact(): Uint8Array {
    return encodePredictor(this.state);
  }

  /** What version metadata says of the fit: the variances that set the shrinkage, the noise, and the leader nobody beats. */
  parameters(): Record<string, unknown> {
    const { success, coldStart, agents, leader } = this.state;
    const [agent, type, source] = success.forest.levels;
    return {
      coldStart,
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
    let byContext = this.cache.get(agentNames);
    if (!byContext) {
      byContext = new Map();
      this.cache.set(agentNames, byContext);
    }
    const context = contextOf(this.state, task);
    const key = `${context.type},${context.leaf},${context.knowsSource}`;
    let columns = byContext.get(key);
    if (!columns) {
      columns = emptyColumns(agentNames.length);
      let stranger: AgentPrediction | null = null;
      for (let row = 0; row < agentNames.length; row++) {
        const agent = this.state.agents.indexOf(agentNames[row] as string);
        if (agent < 0) stranger ??= predictAgent(this.state, -1, context);
        fillRow(columns, row, agent < 0 && stranger ? stranger : predictAgent(this.state, agent, context));
      }
      const oldest = byContext.size >= MAX_CACHED_CONTEXTS ? byContext.keys().next().value : undefined;
      if (oldest !== undefined) byContext.delete(oldest);
      byContext.set(key, columns);
    }
    return columns;
  }
}
