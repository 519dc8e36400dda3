import { RidgeStatistics } from "./ridge-statistics.ts";
import { type EffectPenalties, effectOf, scoresOf, solveEffects, type TextEffects } from "./text-effects.ts";
import { FOLDS, type TextRows } from "./text-rows.ts";

/** A response to explain by texts: rows that do not count have weight 0. */
export interface Response {
  agents: Int32Array;
  agentCount: number;
  values: Float64Array;
  weights: Float64Array;
  /** Loss of an outcome when so much is added to what was foretold without its text. */
  loss(row: number, effect: number): number;
}

/** A way to learn effects with what it gains on held-out outcomes over leaving texts out. */
export interface Trial {
  penalties: EffectPenalties;
  /** Mean reduction of the loss an outcome, and its standard error over texts. */
  gain: number;
  error: number;
}

/** Agents with fewer outcomes have no effects of their own; of too many those with most outcomes do. */
const [MIN_OWN_ROWS, MAX_OWN_AGENTS] = [40, 250];
/** Cross-validation looks at so many outcomes at most: beyond, its answer does not change. */
const MAX_JUDGED_ROWS = 200_000;
/** How a text looks is eight numbers against forty: pulled less towards nothing. */
const LOOKS_PENALTY = 1 / 15;

const SHARED_GRID = [30, 100, 300, 1000, 3000];
const OWN_GRID = [100, 300, 1000, 3000];
const RANKS = [1, 3, 8];
export const NO_EFFECTS: EffectPenalties = {
  shared: Number.POSITIVE_INFINITY,
  own: Number.POSITIVE_INFINITY,
  rank: 0,
};

/** Cross-validated search for the effects of texts on one response. */
export class EffectSearch {
  private readonly response: Response;
  private readonly texts: TextRows;
  private readonly statistics: RidgeStatistics;
  private readonly agentOf: number[];
  private readonly relative: Float64Array;
  private readonly sharedUnit: number;
  private readonly problems: ReturnType<RidgeStatistics["without"]>[];

  constructor(response: Response, texts: TextRows) {
    this.response = response;
    this.texts = texts;
    const { width, aboutWidth } = texts;
    this.relative = Float64Array.from({ length: width }, (_, i) => (i < aboutWidth ? 1 : LOOKS_PENALTY));
    const groupOf = groupsOf(response, texts);
    this.agentOf = groupOf.agentOf;
    this.statistics = new RidgeStatistics(width, this.agentOf.length, FOLDS);
    const used = new Uint8Array(texts.count);
    let rows = 0;
    for (let row = 0; row < texts.textOf.length; row++) {
      const text = texts.textOf[row] as number;
      const weight = response.weights[row] as number;
      if (text < 0 || weight === 0) continue;
      const group = groupOf.groups[response.agents[row] as number] as number;
      const value = response.values[row] as number;
      this.statistics.add(group, texts.folds[text] as number, texts.features, text * width, value, weight);
      used[text] = 1;
      rows++;
    }
    // Outcomes of one text are one text's evidence of what it does to everybody, however many agents tried it.
    this.sharedUnit =
      rows /
      Math.max(
        1,
        used.reduce((sum, one) => sum + one, 0),
      );
    this.problems = Array.from({ length: FOLDS }, (_, fold) => this.statistics.without(fold));
  }

  /**
   * The best of the grid, shared effects first, then agents' own on top; NO_EFFECTS with gain 0 when nothing gains.
   * @param withOwn whether agents' own effects are tried at all
   */
  search(withOwn = true): { best: Trial; bestShared: Trial } {
    let bestShared: Trial = { penalties: NO_EFFECTS, gain: 0, error: 0 };
    for (const unit of SHARED_GRID) {
      const trial = this.judge({ ...NO_EFFECTS, shared: unit * this.sharedUnit });
      if (trial.gain > bestShared.gain) bestShared = trial;
    }
    let best = bestShared;
    for (const own of withOwn ? OWN_GRID : []) {
      for (const rank of RANKS) {
        const trial = this.judge({ shared: bestShared.penalties.shared, own, rank });
        if (trial.gain > best.gain) best = trial;
      }
    }
    return { best, bestShared };
  }

  /** Learned from everything. */
  solve(penalties: EffectPenalties): TextEffects {
    return this.solveOn(this.statistics.without(-1), penalties);
  }

  /** For every outcome the effect foretold by a model that has not seen its text; 0 without text. */
  heldOut(penalties: EffectPenalties): Float64Array {
    const effects = new Float64Array(this.texts.textOf.length);
    this.eachHeldOut(penalties, 1, (row, effect) => {
      effects[row] = effect;
    });
    return effects;
  }

  private judge(penalties: EffectPenalties): Trial {
    const step = Math.max(1, Math.ceil(this.texts.rows.length / MAX_JUDGED_ROWS));
    const { response, texts } = this;
    const gains = new Float64Array(texts.count);
    let rows = 0;
    this.eachHeldOut(penalties, step, (row, effect, text) => {
      if (response.weights[row] === 0) return;
      gains[text] = (gains[text] as number) + response.loss(row, 0) - response.loss(row, effect);
      rows++;
    });
    return { penalties, ...meanByText(gains, rows) };
  }

  private eachHeldOut(
    penalties: EffectPenalties,
    step: number,
    visit: (row: number, effect: number, text: number) => void,
  ): void {
    const { texts, response } = this;
    const byFold = this.problems.map((problem) => this.solveOn(problem, penalties));
    for (let text = 0; text < texts.count; text += step) {
      const effects = byFold[texts.folds[text] as number] as TextEffects;
      const scores = scoresOf(effects, texts.features, text * texts.width);
      for (let at = texts.starts[text] as number; at < (texts.starts[text + 1] as number); at++) {
        const row = texts.rows[at] as number;
        visit(row, effectOf(effects, scores, response.agents[row] as number), text);
      }
    }
  }

  private solveOn(problem: ReturnType<RidgeStatistics["without"]>, penalties: EffectPenalties): TextEffects {
    return solveEffects(problem, this.relative, penalties, this.agentOf, this.response.agentCount);
  }
}

/** Mean gain an outcome and its standard error, from sums by text. */
export function meanByText(gains: Float64Array, rows: number): { gain: number; error: number } {
  let sum = 0;
  let squares = 0;
  for (const gain of gains) {
    sum += gain;
    squares += gain * gain;
  }
  return rows === 0 ? { gain: 0, error: 0 } : { gain: sum / rows, error: Math.sqrt(squares) / rows };
}

/** Group of each agent: its own, or the one they share who are seen too rarely (-1 in `agentOf`). */
function groupsOf({ agents, agentCount, weights }: Response, { textOf }: TextRows) {
  const rows = new Int32Array(agentCount);
  for (let row = 0; row < textOf.length; row++) {
    if ((textOf[row] as number) < 0 || weights[row] === 0) continue;
    rows[agents[row] as number] = (rows[agents[row] as number] as number) + 1;
  }
  const own = Array.from({ length: agentCount }, (_, agent) => agent)
    .filter((agent) => (rows[agent] as number) >= MIN_OWN_ROWS)
    .sort((a, b) => (rows[b] as number) - (rows[a] as number) || a - b)
    .slice(0, MAX_OWN_AGENTS)
    .sort((a, b) => a - b);
  const groups = new Int32Array(agentCount).fill(own.length);
  own.forEach((agent, group) => {
    groups[agent] = group;
  });
  return { groups, agentOf: [...own, -1] };
}
