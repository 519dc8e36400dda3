import type { CandidateRow } from "#lib/contracts/decision.ts";
import type { FactorName } from "#lib/contracts/routing.ts";
import { COST_DECADES } from "./scorers/cost.ts";
import { LATENCY_DECADES } from "./scorers/latency.ts";
import { usdText } from "./usd-text.ts";

/** So much above level counts as winning. */
const EDGE = 0.0001;
const OPTIONS_SHOWN = 2;

/** Factors an agent can change by itself; collaboration has no evidence yet. */
const CHANGEABLE: readonly FactorName[] = [
  "capability",
  "experience",
  "availability",
  "performance",
  "cost",
  "latency",
];

/**
 * What an eligible candidate lacked to win, one factor at a time: the smallest rises first.
 * @param unjudged factors that rested on nothing in this decision; a rise in them is no advice.
 */
export function wouldWin(row: CandidateRow, winner: CandidateRow, unjudged: ReadonlySet<FactorName>): string {
  const gap = winner.total - row.total;
  if (gap <= 0) return `Had the better total; ${winner.agentName} was tried out.`;
  const weightSum = row.factors.reduce((sum, { weight }) => sum + weight, 0);
  const options = row.factors
    .filter(({ factor, weight }) => weight > 0 && CHANGEABLE.includes(factor) && !unjudged.has(factor))
    .map(({ factor, score, weight }) => ({ factor, score, needed: score + (gap * weightSum) / weight + EDGE }))
    .filter(({ needed }) => needed <= 1)
    .sort((a, b) => a.needed - a.score - (b.needed - b.score))
    .slice(0, OPTIONS_SHOWN)
    .map(({ factor, score, needed }) => phrase(row, factor, score, needed));
  const behind = gap < 0.001 ? `Level with ${winner.agentName}` : `${gap.toFixed(3)} behind ${winner.agentName}`;
  return options.length === 0
    ? `${behind}; no single factor could make up for it.`
    : `${behind}; would win with ${options.join(" or ")}.`;
}

function phrase(row: CandidateRow, factor: FactorName, score: number, needed: number): string {
  const rise = needed - score;
  switch (factor) {
    case "performance":
      return `a success probability above ${percent(needed)} (now ${percent(score)})`;
    case "cost":
      if (row.costNanoUsd === null) return "a known, low enough cost";
      return `a cost below ${usdText(Number(row.costNanoUsd) / 10 ** (rise * COST_DECADES))} (now ${usdText(Number(row.costNanoUsd))})`;
    case "latency":
      if (row.durationP50Ms === null) return "a known, low enough duration";
      return `a duration below ${Math.floor(row.durationP50Ms / 10 ** (rise * LATENCY_DECADES))} ms (now ${row.durationP50Ms} ms)`;
    case "availability":
      return `more than ${percent(needed)} of its slots free (now ${percent(score)})`;
    case "experience":
      return `more outcomes of its own (experience above ${needed.toFixed(2)}, now ${score.toFixed(2)})`;
    case "capability":
      return `a capability match above ${needed.toFixed(2)} (now ${score.toFixed(2)})`;
    case "collaboration":
      return `better collaboration (above ${needed.toFixed(2)}, now ${score.toFixed(2)})`;
    default:
      return factor satisfies never;
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
