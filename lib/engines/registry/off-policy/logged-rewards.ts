/**
 * What happened in logged decisions, for one reward, and what another policy would have done in the same places.
 * Row i of every column is one decision whose reward is known.
 */
export interface LoggedRewards {
  /** Probability with which the policy of the time took the logged action; above 0. */
  propensity: Float64Array;
  /** Probability with which the target policy takes the logged action in that place. */
  target: Float64Array;
  reward: Float64Array;
  /** Reward of the logged action as a model foretells it that has not seen this row. */
  modelLogged: Float64Array;
  /** Reward the same model foretells under the target policy: sum over the actions of probability x foretold reward. */
  modelTarget: Float64Array;
}

/** Importance weights: how much oftener the target policy takes the logged action than the policy of the time did. */
export function importanceWeights({ propensity, target }: Pick<LoggedRewards, "propensity" | "target">): Float64Array {
  return target.map((probability, i) => probability / (propensity[i] as number));
}
