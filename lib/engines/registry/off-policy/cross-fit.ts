import { OutcomeTable } from "./outcome-table.ts";

/** One logged decision as the model of rewards sees it. */
export interface JudgedDecision {
  type: string;
  agent: string;
  propensity: number;
  /** NaN: not known of this decision. */
  reward: number;
  /** Which agents the target policy takes there, with probabilities that sum to 1. */
  target: readonly TargetChoice[];
}

export interface TargetChoice {
  agent: string;
  probability: number;
  /** True when the policy of the time could have taken this agent, too: then the logs can speak for it. */
  reachable: boolean;
}

export interface CrossFitted {
  modelLogged: Float64Array;
  modelTarget: Float64Array;
  /** Variance of the mean of modelTarget that comes from choices no log supports: there nothing corrects the model. */
  unsupportedVariance: number;
}

const FOLDS = 2;

/**
 * Foretells every row from the rows of the other fold, so that no row is judged by a model that has seen it
 * (cross-fitting, Chernozhukov et al., 2018). Folds go by the order of the rows.
 */
export function crossFit(rows: readonly JudgedDecision[]): CrossFitted {
  const tables = Array.from({ length: FOLDS }, () => new OutcomeTable());
  rows.forEach(({ type, agent, reward }, i) => {
    for (let fold = 0; fold < FOLDS; fold++) if (fold !== i % FOLDS) tables[fold]?.add(type, agent, reward);
  });
  const modelLogged = new Float64Array(rows.length);
  const modelTarget = new Float64Array(rows.length);
  const unsupported = new Map<string, { mass: number; variance: number }>();
  rows.forEach(({ type, agent, target }, i) => {
    const table = tables[i % FOLDS];
    if (!table) return;
    modelLogged[i] = table.foretell(type, agent).mean;
    for (const choice of target) {
      const { mean, variance } = table.foretell(type, choice.agent);
      modelTarget[i] = (modelTarget[i] as number) + choice.probability * mean;
      if (choice.reachable) continue;
      // One error for all rows that ask the same table the same: it does not average out.
      const key = `${i % FOLDS}\u0000${type}\u0000${choice.agent}`;
      const seen = unsupported.get(key) ?? { mass: 0, variance };
      seen.mass += choice.probability;
      unsupported.set(key, seen);
    }
  });
  let unsupportedVariance = 0;
  for (const { mass, variance } of unsupported.values()) unsupportedVariance += (mass / rows.length) ** 2 * variance;
  return { modelLogged, modelTarget, unsupportedVariance };
}
