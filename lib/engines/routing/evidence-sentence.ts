import { taughtTraits, traitsOf } from "../prediction/cold-start/trait-lesson.ts";
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
  const { hasPredictor, typeSamples, totalSamples } = frame.forecast;
  if (!hasPredictor) return noPredictorSentence(frame);
  const prior = `the prior of ${percent(frame.forecast.priorSuccess[chosen] as number)}${lessonClause(frame, chosen)}`;
  if (!anyAbove0(totalSamples, eligible)) {
    return ` The predictor knows no outcome of an eligible agent; success is ${prior}.`;
  }
  const isNewType = !anyAbove0(typeSamples, eligible);
  const newType = isNewType ? ` Task type "${frame.task.type}" is new here; estimates rest on other types.` : "";
  const name = frame.fleet.names[chosen];
  const samples = totalSamples[chosen] as number;
  if (samples === 0) return `${newType} The predictor knows no outcome of ${name}; its success is ${prior}.`;
  const isTaught = samples < frame.policy.coldStart.minSamples && lessonClause(frame, chosen) !== "";
  const few = isTaught ? ` Of ${name} few outcomes are known (${samples}); beside them counts ${prior}.` : "";
  return newType + few + liveSentence(frame, chosen);
}

/** A prior moved less than this is not worth a reader's time. */
const VISIBLE_LESSON = 0.005;

/** ", 60% raised by its price and tier as 12 agents of this fleet teach"; "" where the prior is the policy's. */
function lessonClause({ forecast, policy }: DecisionFrame, row: number): string {
  const { lesson, priorSuccess, configurations, configuration } = forecast;
  const [declared, moved] = [policy.coldStart.priorSuccess, priorSuccess[row] as number];
  if (!lesson || Math.abs(moved - declared) < VISIBLE_LESSON) return "";
  const by = taughtTraits(lesson, traitsOf(configurations[configuration[row] ?? -1])).join(" and ");
  const direction = moved > declared ? "raised" : "lowered";
  return `, ${percent(declared)} ${direction} by its ${by} as ${lesson.agents} agents of this fleet teach`;
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
