import { EffectSearch, meanByText, NO_EFFECTS, type Response, type Trial } from "./effect-search.ts";
import { gather, NearestTexts, nearestOf, type TextRemainders, unitOf } from "./nearest-texts.ts";
import type { EffectPenalties, TextEffects } from "./text-effects.ts";
import type { TextRows } from "./text-rows.ts";

/** A learner of the family with what it gains on held-out outcomes over the table by type and source. */
export interface CandidateFigures {
  learner: string;
  /** Nats an outcome, and its standard error over texts. */
  logLossGain: number;
  standardError: number;
}

export interface SuccessLearning {
  learner: string;
  effects: TextEffects | null;
  nearest: NearestTexts | null;
  /** Logit of every outcome by a model that has not seen its text. */
  heldOutLogits: Float64Array;
  candidates: CandidateFigures[];
}

/** Texts that answer for similar ones; more cost time at every prediction. */
const MAX_KNOWN_TEXTS = 4096;
/** Imagined neighbours without a remainder. */
const PULLS = [10, 30, 100];
/** A slope below this would let one surprising outcome outweigh all others. */
const MIN_CURVATURE = 0.04;
/** Remainders are shares; what they lead to stays a probability. */
const [LEAST, MOST] = [0.003, 0.997];

export interface SuccessRows {
  agents: Int32Array;
  agentCount: number;
  scores: Float64Array;
  /** Logit of each outcome by a table that has not seen it. */
  base: Float64Array;
}

/**
 * Chooses how the text of a task changes the table's success probabilities: not at all; by an effect shared by all agents
 * (one logistic regression); with agents' own effects on shared directions (low-rank factors); by similar texts (kNN); or
 * by both. All are judged on texts they have not seen; the table stays unless the best beats it by more than one standard
 * error (Breiman et al. 1984).
 */
export function learnSuccess(rows: SuccessRows, texts: TextRows): SuccessLearning {
  const response = logisticResponse(rows, texts);
  const search = new EffectSearch(response, texts);
  const { best, bestShared } = search.search();
  const candidates: CandidateFigures[] = [figures("table", 0, 0)];
  if (bestShared.gain > 0) candidates.push(figures("logistic", bestShared.gain, bestShared.error));
  if (best !== bestShared) candidates.push(figures("factors", best.gain, best.error));

  let chosen: Trial & { learner: string; pull: number } = {
    ...{ penalties: NO_EFFECTS, gain: 0, error: 0 },
    ...{ learner: "table", pull: 0 },
  };
  const consider = (trial: Trial, learner: string, pull: number) => {
    if (trial.gain > chosen.gain && trial.gain > trial.error) chosen = { ...trial, learner, pull };
  };
  consider(best, best === bestShared ? "logistic" : "factors", 0);
  const bases: [string, EffectPenalties][] = [["knn", NO_EFFECTS]];
  if (best.gain > 0) bases.push([best === bestShared ? "logistic+knn" : "factors+knn", best.penalties]);
  const known = knownTexts(texts);
  for (const [learner, penalties] of bases) {
    const logits = plus(rows.base, search.heldOut(penalties));
    const trials = PULLS.map((pull) => ({ pull, ...judgeNearest(rows, texts, known, logits, pull) }));
    const top = trials.reduce((a, b) => (b.gain > a.gain ? b : a));
    candidates.push(figures(learner, top.gain, top.error));
    consider({ penalties, gain: top.gain, error: top.error }, learner, top.pull);
  }
  return finish(rows, texts, search, known, chosen, candidates);
}

function finish(
  rows: SuccessRows,
  texts: TextRows,
  search: EffectSearch,
  known: KnownTexts,
  chosen: { penalties: EffectPenalties; learner: string; pull: number },
  candidates: CandidateFigures[],
): SuccessLearning {
  const withEffects = Number.isFinite(chosen.penalties.shared) || Number.isFinite(chosen.penalties.own);
  const logits = withEffects ? plus(rows.base, search.heldOut(chosen.penalties)) : rows.base;
  const nearest = chosen.pull > 0 ? nearestTexts(rows, texts, known, logits, chosen.pull) : null;
  return {
    learner: chosen.learner,
    effects: withEffects ? search.solve(chosen.penalties) : null,
    nearest,
    heldOutLogits: nearest ? heldOutWithNearest(rows, texts, known, logits, chosen.pull) : logits,
    candidates,
  };
}

/** One step of penalised iteratively reweighted least squares from the table's logits. */
function logisticResponse({ agents, agentCount, scores, base }: SuccessRows, { textOf }: TextRows): Response {
  const values = new Float64Array(scores.length);
  const weights = new Float64Array(scores.length);
  for (let row = 0; row < scores.length; row++) {
    if ((textOf[row] as number) < 0) continue;
    const p = sigmoid(base[row] as number);
    const curvature = Math.max(MIN_CURVATURE, p * (1 - p));
    values[row] = ((scores[row] as number) - p) / curvature;
    weights[row] = curvature;
  }
  const loss = (row: number, effect: number) => logLoss((base[row] as number) + effect, scores[row] as number);
  return { agents, agentCount, values, weights, loss };
}

interface KnownTexts {
  /** Text index of each known text, ascending. */
  texts: Int32Array;
  units: Float32Array;
  /** The known text nearest to each, of other folds only. */
  near: ReturnType<typeof nearestOf>[];
}

function knownTexts(texts: TextRows): KnownTexts {
  const step = Math.max(1, texts.count / MAX_KNOWN_TEXTS);
  const count = Math.min(texts.count, MAX_KNOWN_TEXTS);
  const indices = Int32Array.from({ length: count }, (_, i) => Math.floor(i * step));
  const width = texts.aboutWidth;
  const units = new Float32Array(count * width);
  indices.forEach((text, i) => {
    units.set(unitOf(texts.features, text * texts.width, width), i * width);
  });
  const near = Array.from(indices, (text, i) => {
    const fold = texts.folds[text];
    const admitted = (row: number) => texts.folds[indices[row] as number] !== fold;
    return nearestOf(units, width, units.subarray(i * width, (i + 1) * width), admitted);
  });
  return { texts: indices, units, near };
}

function remaindersOf(rows: SuccessRows, texts: TextRows, known: KnownTexts, logits: Float64Array): TextRemainders {
  const starts = new Int32Array(known.texts.length + 1);
  const agents: number[] = [];
  const remainders: number[] = [];
  known.texts.forEach((text, i) => {
    for (let at = texts.starts[text] as number; at < (texts.starts[text + 1] as number); at++) {
      const row = texts.rows[at] as number;
      agents.push(rows.agents[row] as number);
      remainders.push((rows.scores[row] as number) - sigmoid(logits[row] as number));
    }
    starts[i + 1] = agents.length;
  });
  return { starts, agents: Int32Array.from(agents), remainders: Float32Array.from(remainders) };
}

function nearestTexts(rows: SuccessRows, texts: TextRows, known: KnownTexts, logits: Float64Array, pull: number) {
  return new NearestTexts(texts.aboutWidth, known.units, remaindersOf(rows, texts, known, logits), pull);
}

function judgeNearest(rows: SuccessRows, texts: TextRows, known: KnownTexts, logits: Float64Array, pull: number) {
  const gains = new Float64Array(texts.count);
  let count = 0;
  eachNearest(rows, texts, known, logits, pull, (row, logit, text) => {
    const score = rows.scores[row] as number;
    gains[text] = (gains[text] as number) + logLoss(rows.base[row] as number, score) - logLoss(logit, score);
    count++;
  });
  return meanByText(gains, count);
}

function heldOutWithNearest(rows: SuccessRows, texts: TextRows, known: KnownTexts, logits: Float64Array, pull: number) {
  const all = logits.slice();
  eachNearest(rows, texts, known, logits, pull, (row, logit) => {
    all[row] = logit;
  });
  return all;
}

function eachNearest(
  rows: SuccessRows,
  texts: TextRows,
  known: KnownTexts,
  logits: Float64Array,
  pull: number,
  visit: (row: number, logit: number, text: number) => void,
): void {
  const remainders = remaindersOf(rows, texts, known, logits);
  const sum = new Float64Array(rows.agentCount);
  const weight = new Float64Array(rows.agentCount);
  known.texts.forEach((text, i) => {
    sum.fill(0);
    weight.fill(pull);
    gather(remainders, known.near[i] as ReturnType<typeof nearestOf>, sum, weight);
    for (let at = texts.starts[text] as number; at < (texts.starts[text + 1] as number); at++) {
      const row = texts.rows[at] as number;
      const agent = rows.agents[row] as number;
      visit(row, withRemainder(logits[row] as number, (sum[agent] as number) / (weight[agent] as number)), text);
    }
  });
}

/** Logit after adding a share to the probability. */
export function withRemainder(logit: number, remainder: number): number {
  if (remainder === 0) return logit;
  const p = sigmoid(logit);
  const moved = Math.max(Math.min(p, LEAST), Math.min(Math.max(p, MOST), p + remainder));
  return Math.log(moved / (1 - moved));
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + (b[i] as number));
}

function figures(learner: string, logLossGain: number, standardError: number): CandidateFigures {
  return { learner, logLossGain, standardError };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Cross-entropy in nats of an outcome 0-1. */
function logLoss(logit: number, score: number): number {
  return Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - score * logit;
}
