import type { PredictionColumns } from "#lib/contracts/prediction.ts";
import {
  beliefOf,
  type PredictorState,
  quantityShift,
  type SuccessBelief,
  successOf,
  type TaskContext,
} from "./predictor-state.ts";
import { QUANTITIES, type QuantityName } from "./quantities.ts";
import { fromLog } from "./quantity-model.ts";

/** What is believed of the agents of a fleet on a type and source before a text is read, row by row. */
export interface FleetBeliefs {
  agents: Int32Array;
  success: SuccessBelief[];
  typeSamples: Float64Array;
  totalSamples: Float64Array;
  /** Median and 90th percentile on the log scale; NaN = not known. */
  quantities: Record<QuantityName, { p50: Float64Array; p90: Float64Array }>;
}

/** Everything about the agents that no text changes; computed once for each fleet, type and source. */
export function fleetBeliefs(
  state: PredictorState,
  agentNames: readonly string[],
  context: Pick<TaskContext, "type" | "leaf" | "knowsSource">,
): FleetBeliefs {
  const count = agentNames.length;
  const column = () => new Float64Array(count).fill(Number.NaN);
  const agents = Int32Array.from(agentNames, (name) => state.agents.indexOf(name));
  const [typeSamples, totalSamples] = [column(), column()];
  const quantities = Object.fromEntries(
    QUANTITIES.map((name) => [name, { p50: column(), p90: column() }]),
  ) as FleetBeliefs["quantities"];
  const success: SuccessBelief[] = [];
  const { type, leaf, knowsSource } = context;
  for (let row = 0; row < count; row++) {
    const agent = agents[row] as number;
    success.push(beliefOf(state, agent, context));
    const samples = state.success.samples(agent, type);
    typeSamples[row] = samples.typeSamples;
    totalSamples[row] = samples.totalSamples;
    for (const name of QUANTITIES) {
      if (name === "costNanoUsd" && !state.quantities.costNanoUsd.knows(agent)) continue;
      const estimate = state.quantities[name].logEstimate(agent, type, leaf, knowsSource);
      if (!estimate) continue;
      quantities[name].p50[row] = estimate.p50;
      quantities[name].p90[row] = estimate.p90;
    }
  }
  return { agents, success, typeSamples, totalSamples, quantities };
}

/** The beliefs after the task's text. */
export function columnsFor(state: PredictorState, beliefs: FleetBeliefs, context: TaskContext): PredictionColumns {
  const { agents, success, typeSamples, totalSamples } = beliefs;
  const count = agents.length;
  const column = () => new Float64Array(count);
  const [successProbability, successLow, successHigh] = [column(), column(), column()];
  for (let row = 0; row < count; row++) {
    const estimate = successOf(state, success[row] as SuccessBelief, agents[row] as number, context);
    successProbability[row] = estimate.probability;
    successLow[row] = estimate.low;
    successHigh[row] = estimate.high;
  }
  const [duration, input, output, cost] = QUANTITIES.map((name) => quantityColumns(beliefs, name, context)) as [
    ...[QuantityColumns, QuantityColumns, QuantityColumns, QuantityColumns],
  ];
  return {
    successProbability,
    successLow,
    successHigh,
    typeSamples,
    totalSamples,
    durationP50Ms: duration.p50,
    durationP90Ms: duration.p90,
    inputTokensP50: input.p50,
    outputTokensP50: output.p50,
    inputTokensP90: input.p90,
    outputTokensP90: output.p90,
    costP50NanoUsd: cost.p50.map(Math.round),
    costP90NanoUsd: cost.p90.map(Math.round),
  };
}

interface QuantityColumns {
  p50: Float64Array;
  p90: Float64Array;
}

function quantityColumns(beliefs: FleetBeliefs, name: QuantityName, { text }: TaskContext): QuantityColumns {
  const { agents } = beliefs;
  const logs = beliefs.quantities[name];
  const p50 = new Float64Array(agents.length);
  const p90 = new Float64Array(agents.length);
  for (let row = 0; row < agents.length; row++) {
    const shift = quantityShift(text, name, agents[row] as number);
    p50[row] = fromLog((logs.p50[row] as number) + shift);
    p90[row] = fromLog((logs.p90[row] as number) + shift);
  }
  return { p50, p90 };
}
