import type { CandidateRow } from "#lib/contracts/decision.ts";
import { FACTORS, type FactorName, FILTERS } from "#lib/contracts/routing.ts";
import { SCORE_STEPS, TOTAL_STEPS, UNKNOWN } from "./encode-candidates.ts";
import { FILTER_PLUGINS } from "./filters/all.ts";
import { NEUTRAL, STRIDE } from "./scorers/plugin.ts";
import { parseCandidates, storedCorrections, storedFigure, storedPairs } from "./stored-candidates.ts";
import { wouldWin } from "./would-win.ts";

export { encodeCandidates } from "./encode-candidates.ts";

/**
 * The candidates of a stored decision as rows with sentences: eligible ones best first, then the refused in
 * fleet order. Every loser says what would have to change for it to win.
 * @throws ZodError when the text was not made by encodeCandidates.
 */
export function decodeCandidates(stored: string): CandidateRow[] {
  const columns = parseCandidates(stored);
  const weightSum = columns.weights.reduce((sum, weight) => sum + weight, 0);
  const rows: CandidateRow[] = [];
  const corrections = storedCorrections(columns);
  const chances = storedPairs(columns.chance);
  let place = 0;
  for (let row = 0; row < columns.refused.length; row++) {
    const eligible = columns.refused[row] === 0;
    const reasons = eligible ? [] : (columns.why[row - place] ?? []);
    const refusals = reasons.flatMap((index) => {
      const [filter, ...facts] = columns.facts[index] ?? [];
      const name = FILTERS[Number(filter)];
      const plugin = name && FILTER_PLUGINS[name];
      return plugin ? [{ filter: name, sentence: plugin.sentence(facts), remedy: plugin.remedy(facts) }] : [];
    });
    rows.push({
      agentId: columns.agents[row * 2] ?? "",
      agentName: columns.agents[row * 2 + 1] ?? "",
      configuration: columns.configurations[columns.runs[row] ?? UNKNOWN] ?? null,
      eligible,
      refusals: refusals.map(({ filter, sentence }) => ({ filter, sentence })),
      factors: eligible ? factorsOf(columns.weights, weightSum, columns.scores, place) : [],
      total: eligible ? (columns.total[place] ?? 0) / TOTAL_STEPS : 0,
      successProbability: storedFigure(columns.success[row], SCORE_STEPS),
      costNanoUsd: storedFigure(columns.cost[row], 1)?.toString() ?? null,
      durationP50Ms: storedFigure(columns.duration[row], 1),
      propensity: eligible ? (chances.size === 0 ? Number(row === columns.chosen) : (chances.get(row) ?? 0)) : null,
      live: corrections.get(row) ?? null,
      toWin: refusals.map(({ remedy }) => remedy).join(" ") || null,
    });
    if (eligible) place++;
  }
  const winner = rows[columns.chosen];
  const unjudged = unjudgedFactors(rows);
  const isFirstStep = columns.plan[0] === columns.chosen;
  for (const row of rows)
    if (winner && row.eligible && row !== winner) row.toWin = wouldWin(row, winner, unjudged, isFirstStep);
  return rows.sort((a, b) => standing(b, winner) - standing(a, winner));
}

function factorsOf(weights: readonly number[], weightSum: number, scores: readonly number[], place: number) {
  return FACTORS.map((factor, f) => {
    const weight = weights[f] ?? 0;
    const score = (scores[place * STRIDE + f] ?? 0) / SCORE_STEPS;
    return { factor, score, weight, contribution: weightSum > 0 ? (weight * score) / weightSum : 0 };
  });
}

/** Capability is neutral for everybody where the task asks for none; the other factors an agent can always raise. */
function unjudgedFactors(rows: readonly CandidateRow[]): ReadonlySet<FactorName> {
  const asked = rows.some(({ factors }) => factors.some((f) => f.factor === "capability" && f.score !== NEUTRAL));
  return new Set(asked ? [] : ["capability"]);
}

function standing(row: CandidateRow, winner: CandidateRow | undefined): number {
  if (row === winner) return 2;
  return row.eligible ? row.total : -1;
}
