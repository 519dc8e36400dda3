import type { PredictionColumns } from "#lib/contracts/prediction.ts";
import type { AgentPrediction } from "./predictor-state.ts";

/** Columns of NaN for so many agents. */
export function emptyColumns(count: number): PredictionColumns {
  const column = () => new Float64Array(count).fill(Number.NaN);
  return {
    successProbability: column(),
    successLow: column(),
    successHigh: column(),
    typeSamples: column(),
    totalSamples: column(),
    durationP50Ms: column(),
    durationP90Ms: column(),
    inputTokensP50: column(),
    outputTokensP50: column(),
    inputTokensP90: column(),
    outputTokensP90: column(),
    costP50NanoUsd: column(),
    costP90NanoUsd: column(),
  };
}

/** Writes one agent's prediction into its row; what is null stays NaN. */
export function fillRow(columns: PredictionColumns, row: number, prediction: AgentPrediction): void {
  columns.successProbability[row] = prediction.success.probability;
  columns.successLow[row] = prediction.success.low;
  columns.successHigh[row] = prediction.success.high;
  columns.typeSamples[row] = prediction.typeSamples;
  columns.totalSamples[row] = prediction.totalSamples;
  const { durationMs, inputTokens, outputTokens, costNanoUsd } = prediction;
  if (durationMs) {
    columns.durationP50Ms[row] = durationMs.p50;
    columns.durationP90Ms[row] = durationMs.p90;
  }
  if (inputTokens) {
    columns.inputTokensP50[row] = inputTokens.p50;
    columns.inputTokensP90[row] = inputTokens.p90;
  }
  if (outputTokens) {
    columns.outputTokensP50[row] = outputTokens.p50;
    columns.outputTokensP90[row] = outputTokens.p90;
  }
  if (costNanoUsd) {
    columns.costP50NanoUsd[row] = Math.round(costNanoUsd.p50);
    columns.costP90NanoUsd[row] = Math.round(costNanoUsd.p90);
  }
}
