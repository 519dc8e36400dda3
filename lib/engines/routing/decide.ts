import { chooseEscalation, escalationSentence } from "./cascade/choose-escalation.ts";
import { collaborationSentence } from "./collaboration-sentence.ts";
import { configurationOf, type DecisionFrame, holdNanoUsd } from "./decision-frame.ts";
import { evidenceSentence, unreadTextSentence } from "./evidence-sentence.ts";
import { choosePlace, withFirstStep } from "./exploration.ts";
import { explorationSentence } from "./exploration-sentence.ts";
import { paceSentence } from "./pace-sentence.ts";
import type { RoutingResult } from "./routing-result.ts";
import { NOBODY, selectionFrame } from "./selection-frame.ts";
import { assignedSentence, downgradeReason, nobodySentence, unpricedSentence } from "./verdict-sentence.ts";
import { waitSentence } from "./wait-sentence.ts";

function planOf({ policy, task, forecast, failureCorrelation, costP50NanoUsd }: DecisionFrame, ranking: Int32Array) {
  // Before anything is gathered: most policies have none.
  if (!policy.cascade.enabled) return null;
  const { successProbability, durationP50Ms } = forecast;
  const columns = { successProbability, durationP50Ms, costNanoUsd: costP50NanoUsd };
  return chooseEscalation({ policy, constraints: task.constraints, failureCorrelation, ...columns }, ranking);
}

/** Selects among ranked candidates and writes the verdict. `seed` drives the draw of exploring policies. */
export function decide(
  frame: DecisionFrame,
  ranking: Int32Array,
  scores: Float32Array,
  total: Float64Array,
  seed: number,
): RoutingResult {
  const { forecast, policy, costP50NanoUsd, costP90NanoUsd } = frame;
  const candidates = {
    refused: frame.refused,
    scores,
    total,
    successProbability: forecast.successProbability,
    costNanoUsd: costP50NanoUsd,
    durationP50Ms: forecast.durationP50Ms,
  };
  const shared = { ranking, candidates, agents: frame.fleet.agents, frame };
  if (ranking.length === 0) {
    return {
      ...shared,
      verdict: "nobody_fits",
      chosen: -1,
      propensity: 1,
      probability: null,
      onTrial: NOBODY,
      exploration: null,
      escalation: null,
      configuration: null,
      downgradeReason: null,
      estimate: null,
      holdNanoUsd: 0,
      reason: nobodySentence(frame),
    };
  }
  const selecting = selectionFrame(frame, ranking);
  const drawn = choosePlace(selecting, ranking, total, seed);
  const plan = planOf(frame, ranking);
  const first = plan && policy.cascade.assignsFirstStep ? plan.plan.steps[0] : undefined;
  const choice = first ? withFirstStep(drawn, ranking.indexOf(first.row)) : drawn;
  const { place, propensity } = choice;
  // A turn to try an agent out is that agent's own: no plan behind it.
  const escalation = drawn.place === 0 ? plan : null;
  const chosen = ranking[place] as number;
  const held = holdNanoUsd(policy, costP90NanoUsd[chosen] as number);
  return {
    ...shared,
    verdict: "assigned",
    chosen,
    propensity,
    probability: choice.probability,
    onTrial: selecting.onTrial,
    exploration: choice.exploration,
    escalation,
    configuration: configurationOf(frame, chosen),
    downgradeReason: downgradeReason(frame, chosen),
    estimate: {
      costNanoUsd: costP50NanoUsd[chosen] as number,
      costP90NanoUsd: costP90NanoUsd[chosen] as number,
      successProbability: forecast.successProbability[chosen] as number,
      baseSuccess: forecast.predictedSuccess[chosen] as number,
      baseSd: forecast.predictedSd[chosen] as number,
      durationP50Ms: forecast.durationP50Ms[chosen] as number,
      durationP90Ms: forecast.durationP90Ms[chosen] as number,
      inputTokens: forecast.inputTokens[chosen] as number,
      outputTokens: forecast.outputTokens[chosen] as number,
    },
    holdNanoUsd: held,
    reason:
      assignedSentence(frame, ranking, scores, total, place, propensity, first !== undefined && escalation !== null) +
      escalationSentence(frame, escalation) +
      explorationSentence(frame, choice, chosen) +
      paceSentence(frame, ranking) +
      waitSentence(frame, chosen) +
      collaborationSentence(frame, chosen) +
      unpricedSentence(frame, chosen, held) +
      evidenceSentence(frame, ranking, chosen) +
      unreadTextSentence(frame),
  };
}
