import type { DecisionFrame } from "./decision-frame.ts";

/** Says that nothing was predicted, with the prior that stands in for it. */
export function noPredictorSentence({ policy }: DecisionFrame): string {
  return ` No predictor is in production; success is the prior of ${percent(policy.coldStart.priorSuccess)}.`;
}

/** Says that the text had no part in the prediction, though the predictor would have read it; else "". */
export function unreadTextSentence({ inputs }: DecisionFrame): string {
  if (!inputs.textUnread) return "";
  return " The task's text was not embedded in time, so success, cost and duration are foretold without it.";
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
  if ((totalSamples[chosen] as number) > 0) return newType + liveSentence(frame, chosen);
  return `${newType} The predictor knows no outcome of ${frame.fleet.names[chosen]}; its success is ${prior}.`;
}

/** A correction smaller than this is not worth a reader's time. */
const VISIBLE_CORRECTION = 0.03;

/** "ada failed 7 of its last 20, so its success counts as 61% instead of 84%." */
function liveSentence({ forecast, fleet }: DecisionFrame, row: number): string {
  const correction = forecast.live?.[row];
  if (!correction) return "";
  const [now, before] = [forecast.successProbability[row] as number, forecast.predictedSuccess[row] as number];
  if (Math.abs(now - before) < VISIBLE_CORRECTION) return "";
  const { recentFailed, recentOutcomes } = correction;
  const instead = `${Math.round(now * 100)}% instead of ${Math.round(before * 100)}%`;
  const did = now < before ? `failed ${recentFailed}` : `succeeded in ${recentOutcomes - recentFailed}`;
  return ` ${fleet.names[row]} ${did} of its last ${recentOutcomes}, so its success counts as ${instead}.`;
}

function anyAbove0(column: Float64Array, rows: Int32Array): boolean {
  for (let i = 0; i < rows.length; i++) if ((column[rows[i] as number] as number) > 0) return true;
  return false;
}

/** 0.6 -> "60%", 0.625 -> "62.5%". */
function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
