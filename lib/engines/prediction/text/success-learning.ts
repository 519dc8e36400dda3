import { EffectSearch, meanByText, NO_EFFECTS, type Response, type Trial } from "./effect-search.ts";
import { gather, NearestTexts, nearestOf, type TextRemainders, unitOf } from "./nearest-texts.ts";
import type { EffectPenalties, TextEffects } from "./text-effects.ts";
import type { TextRows } from "./text-rows.ts";

/** A learner of the family with what it gains on held-out outcomes over the table by type and source. */
export interface CandidateFigures {
  /** "table", "logistic" or "factors", then "knn:" and the imagined neighbours without a remainder. */
  learner: string;
  /** Nats an outcome, and its standard error over texts. */
  logLossGain: number;
  standardError: number;
  /** Mean outcome of the agents it would choose, where several agents tried a text; null where too few texts were. */
  choiceSuccess: number | null;
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
/** Texts tried by several agents below which choices cannot be judged. */
const MIN_COMPARED_TEXTS = 30;
/**
 * Among many agents whoever is overrated most is taken (the winner's curse), and agents' own effects overrate boldest: they
 * foretold best and chose worst among 49. kNN, which says nothing where nothing similar was seen, chooses better there.
 */
const MAX_FACTOR_AGENTS = 20;
/** Imagined neighbours without a remainder: the more, the less one surprising outcome tells. */
const PULLS = [30, 100, 300];
const Z95_ONE_SIDED = 1.645;
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

/** One way to use texts, with what it says of every outcome without having seen its text. */
interface Candidate extends CandidateFigures {
  penalties: EffectPenalties;
  /** Imagined neighbours of the kNN learner; 0 without it. */
  pull: number;
  logits: Float64Array;
}

/**
 * Chooses how the text of a task changes the table's success probabilities: not at all; by an effect shared by all agents
 * (one logistic regression); with agents' own effects on shared directions (low-rank factors); by similar texts (kNN); or
 * by both. All are judged on texts they have not seen; the table stays unless the best foretells better by more than one
 * standard error (Breiman et al. 1984). A learner that foretells better on average may still choose worse among many
 * agents, being most wrong where it is most sure; such are left out where outcomes of several agents on a text tell.
 */
export function learnSuccess(rows: SuccessRows, texts: TextRows): SuccessLearning {
  const search = new EffectSearch(logisticResponse(rows, texts), texts);
  const { best, bestShared } = search.search(rows.agentCount <= MAX_FACTOR_AGENTS);
  const known = knownTexts(texts);
  const bases: [string, Trial][] = [["", { penalties: NO_EFFECTS, gain: 0, error: 0 }]];
  if (bestShared.gain > 0) bases.push(["logistic", bestShared]);
  if (best !== bestShared) bases.push(["factors", best]);
  const candidates: Candidate[] = [];
  for (const [name, { penalties }] of bases) {
    const logits = name === "" ? rows.base : plus(rows.base, search.heldOut(penalties));
    const of = (learner: string, pull: number, own: Float64Array) =>
      candidates.push({ learner, penalties, pull, logits: own, ...judge(rows, texts, known, own) });
    of(name === "" ? "table" : name, 0, logits);
    for (const pull of PULLS) {
      of(`${name === "" ? "" : `${name}+`}knn:${pull}`, pull, heldOutWithNearest(rows, texts, known, logits, pull));
    }
  }
  const chosen = choose(candidates, rows, texts, known);
  const withEffects = chosen.penalties !== NO_EFFECTS;
  const logits = withEffects ? plus(rows.base, search.heldOut(chosen.penalties)) : rows.base;
  return {
    learner: chosen.learner,
    effects: withEffects ? search.solve(chosen.penalties) : null,
    nearest: chosen.pull > 0 ? nearestTexts(rows, texts, known, logits, chosen.pull) : null,
    heldOutLogits: chosen.logits,
    candidates: candidates.map(({ learner, logLossGain, standardError, choiceSuccess }) => ({
      ...{ learner, logLossGain, standardError, choiceSuccess },
    })),
  };
}

function choose(candidates: readonly Candidate[], rows: SuccessRows, texts: TextRows, known: KnownTexts): Candidate {
  const table = candidates[0] as Candidate;
  const scores = candidates.map(({ logits }) => choiceScores(rows, texts, known, logits));
  const meanOf = (i: number) => (candidates[i] as Candidate).choiceSuccess ?? 0;
  const bestChoice = candidates.reduce((top, _, i) => (meanOf(i) > meanOf(top) ? i : top), 0);
  let chosen = table;
  candidates.forEach((candidate, i) => {
    if (candidate.logLossGain <= Math.max(candidate.standardError, chosen.logLossGain)) return;
    if (!choosesWorse(scores[i] as number[], scores[bestChoice] as number[])) chosen = candidate;
  });
  return chosen;
}

/** True when the one's choices do worse than the other's beyond chance (one-sided 95% of the paired difference). */
function choosesWorse(own: readonly number[], other: readonly number[]): boolean {
  if (own.length < MIN_COMPARED_TEXTS) return false;
  let [sum, squares] = [0, 0];
  own.forEach((score, i) => {
    const behind = (other[i] as number) - score;
    sum += behind;
    squares += behind * behind;
  });
  return sum > Z95_ONE_SIDED * Math.sqrt(squares);
}

/** Outcome of the agent with the highest logit, for each known text that several agents tried. */
function choiceScores(rows: SuccessRows, texts: TextRows, known: KnownTexts, logits: Float64Array): number[] {
  const scores: number[] = [];
  for (const text of known.texts) {
    const own = texts.rows.subarray(texts.starts[text], texts.starts[text + 1]);
    if (own.length < 2) continue;
    let best = own[0] as number;
    for (const row of own) if ((logits[row] as number) > (logits[best] as number)) best = row;
    scores.push(rows.scores[best] as number);
  }
  return scores;
}

/** What the logits gain over the table's on the known texts, and what choosing by them comes to. */
function judge(
  rows: SuccessRows,
  texts: TextRows,
  known: KnownTexts,
  logits: Float64Array,
): Omit<CandidateFigures, "learner"> {
  const gains = new Float64Array(known.texts.length);
  let count = 0;
  known.texts.forEach((text, i) => {
    for (let at = texts.starts[text] as number; at < (texts.starts[text + 1] as number); at++) {
      const row = texts.rows[at] as number;
      const score = rows.scores[row] as number;
      gains[i] =
        (gains[i] as number) + logLoss(rows.base[row] as number, score) - logLoss(logits[row] as number, score);
      count++;
    }
  });
  const { gain, error } = meanByText(gains, count);
  const choices = choiceScores(rows, texts, known, logits);
  const enough = choices.length >= MIN_COMPARED_TEXTS;
  const choiceSuccess = enough ? choices.reduce((sum, score) => sum + score, 0) / choices.length : null;
  return { logLossGain: gain, standardError: error, choiceSuccess };
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
  visit: (row: number, logit: number) => void,
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
      visit(row, withRemainder(logits[row] as number, (sum[agent] as number) / (weight[agent] as number)));
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

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Cross-entropy in nats of an outcome 0-1. */
function logLoss(logit: number, score: number): number {
  return Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - score * logit;
}
