import { type FittedLevel, fitLevel, type LevelModel } from "./level-model.ts";

const MODELS: readonly LevelModel[] = [0.03, 0.1, 0.25, 0.5].flatMap((alpha) =>
  [0, 0.1].flatMap((beta) => [true, false].map((weekly) => ({ alpha, beta, weekly }))),
);
/** Every model run over one history, and how far each is to be believed. */
export interface LevelAverage {
  fitted: readonly FittedLevel[];
  /** Sum to 1, in the order of `fitted`. */
  weights: readonly number[];
}

/**
 * Bayesian model averaging over how fast a level follows, with or without trend and weekdays: no one setting is right
 * for every stream, and none has to be chosen.
 * @param totals of whole days, oldest first
 * @param floor see `errorFloor`
 */
export function averageLevels(totals: Float64Array, floor: number): LevelAverage {
  const fitted = MODELS.map((model) => fitLevel(model, totals, floor));
  return { fitted, weights: weightsOf(fitted) };
}

function weightsOf(fitted: readonly FittedLevel[]): number[] {
  const best = Math.max(...fitted.map(({ logLikelihood }) => logLikelihood));
  const raw = fitted.map(({ logLikelihood }) => Math.exp(logLikelihood - best));
  const sum = raw.reduce((all, weight) => all + weight, 0);
  return raw.map((weight) => weight / sum);
}
