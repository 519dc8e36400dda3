import type { DecisionFrame } from "./decision-frame.ts";

/** Says that nothing was predicted, with the prior that stands in for it. */
export function noPredictorSentence({ policy }: DecisionFrame): string {
  return ` No predictor is in production; success is the prior of ${percent(policy.coldStart.priorSuccess)}.`;
}

/**
 * What the estimates of a decision rest on, where that is less than a reader would assume; else "".
 * @param eligible rows that were compared, at least one.
 */
export function evidenceSentence(frame: DecisionFrame, eligible: Int32Array, chosen: number): string {
  const { hasPredictor, typeSamples, totalSamples, successProbability } = frame.forecast;
  if (!hasPredictor) return noPredictorSentence(frame);
  const prior = `the prior of ${percent(successProbability[chosen] as number)}`;
  if (!anyAbove0(totalSamples, eligible)) {
    return ` The predictor knows no outcome of an eligible agent; success is ${prior}.`;
  }
  const isNewType = !anyAbove0(typeSamples, eligible);
  const newType = isNewType ? ` Task type "${frame.task.type}" is new here; estimates rest on other types.` : "";
  if ((totalSamples[chosen] as number) > 0) return newType;
  return `${newType} The predictor knows no outcome of ${frame.fleet.names[chosen]}; its success is ${prior}.`;
}

function anyAbove0(column: Float64Array, rows: Int32Array): boolean {
  for (let i = 0; i < rows.length; i++) if ((column[rows[i] as number] as number) > 0) return true;
  return false;
}

/** 0.6 -> "60%", 0.625 -> "62.5%". */
function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
