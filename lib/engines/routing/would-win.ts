import type { CandidateRow } from "#lib/contracts/decision.ts";
import type { FactorName } from "#lib/contracts/routing.ts";
import { COST_DECADES } from "./scorers/cost.ts";
import { LATENCY_DECADES } from "./scorers/latency.ts";
import { usdText } from "./usd-text.ts";

/** So much above level counts as winning. */
const EDGE = 0.0001;
const OPTIONS_SHOWN = 2;
/** Three decimals would show a smaller gap as none. */
const CLOSE = 0.001;
/** Scores are stored in steps of 0.0001: more digits would be made up. */
const MOST_EXTRA_DIGITS = 2;

/** Factors an agent can change by itself: how it works after another one is both of theirs. */
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
 * @param isFirstStep the winner goes first in an escalation plan, although its total is not the best.
 * @param unjudged factors that rested on nothing in this decision; a rise in them is no advice.
 */
export function wouldWin(
  row: CandidateRow,
  winner: CandidateRow,
  unjudged: ReadonlySet<FactorName>,
  isFirstStep = false,
): string {
  const gap = winner.total - row.total;
  if (gap <= 0 && isFirstStep) return `Had no worse a total; ${winner.agentName} goes first in the escalation plan.`;
  if (gap < 0) return `Had the better total; ${winner.agentName} was tried out.`;
  if (gap === 0) {
    // Equal totals rank by name, so a winner further down was drawn.
    return row.agentName < winner.agentName
      ? `Level with ${winner.agentName}, which was tried out.`
      : `Level with ${winner.agentName}; equal totals go by name.`;
  }
  const weightSum = row.factors.reduce((sum, { weight }) => sum + weight, 0);
  const options = row.factors
    .filter(({ factor, weight }) => weight > 0 && CHANGEABLE.includes(factor) && !unjudged.has(factor))
    .map(({ factor, score, weight }) => ({ factor, score, needed: score + (gap * weightSum) / weight + EDGE }))
    .filter(({ needed }) => needed <= 1)
    .sort((a, b) => a.needed - a.score - (b.needed - b.score))
    .flatMap(({ factor, score, needed }) => phrase(row, factor, score, needed) ?? [])
    .slice(0, OPTIONS_SHOWN);
  const isClose = gap < CLOSE;
  const behind = `${isClose ? `Less than ${CLOSE}` : gap.toFixed(3)} behind ${winner.agentName}`;
  if (options.length > 0) return `${behind}; would win with ${options.join(" or ")}.`;
  return isClose ? `${behind}.` : `${behind}; no single factor could make up for it.`;
}

/** Null where what is needed and what is there could not be told apart. */
function phrase(row: CandidateRow, factor: FactorName, score: number, needed: number): string | null {
  const rise = needed - score;
  switch (factor) {
    case "performance":
      // The score may be less than success by what the cost is charged.
      return compared(
        row.successProbability ?? score,
        (row.successProbability ?? score) + rise,
        percent,
        (above, now) => `a success probability above ${above} (now ${now})`,
      );
    case "cost": {
      if (row.costNanoUsd === null) return "a known, low enough cost";
      const cost = Number(row.costNanoUsd);
      const below = usdText(cost / 10 ** (rise * COST_DECADES));
      return below === usdText(cost) ? null : `a cost below ${below} (now ${usdText(cost)})`;
    }
    case "latency": {
      if (row.durationP50Ms === null) return "a known, low enough duration";
      const belowMs = Math.floor(row.durationP50Ms / 10 ** (rise * LATENCY_DECADES));
      const canBe = belowMs > 0 && belowMs < row.durationP50Ms;
      return canBe ? `a duration below ${belowMs} ms (now ${row.durationP50Ms} ms)` : null;
    }
    case "availability":
      return compared(
        score,
        needed,
        percent,
        (above, now) => `more room for work (availability above ${above}, now ${now})`,
      );
    case "experience":
      return compared(
        score,
        needed,
        plain,
        (above, now) => `more outcomes of its own (experience above ${above}, now ${now})`,
      );
    case "capability":
      return compared(score, needed, plain, (above, now) => `a capability match above ${above} (now ${now})`);
    case "collaboration":
      return compared(score, needed, plain, (above, now) => `better collaboration (above ${above}, now ${now})`);
    default:
      return factor satisfies never;
  }
}

/** Writes both with the fewest digits that tell them apart. */
function compared(
  score: number,
  needed: number,
  write: (value: number, extraDigits: number) => string,
  words: (above: string, now: string) => string,
): string | null {
  for (let extraDigits = 0; extraDigits <= MOST_EXTRA_DIGITS; extraDigits++) {
    const above = write(needed, extraDigits);
    const now = write(score, extraDigits);
    if (above !== now) return words(above, now);
  }
  return null;
}

function percent(share: number, extraDigits: number): string {
  return `${(share * 100).toFixed(1 + extraDigits)}%`;
}

function plain(value: number, extraDigits: number): string {
  return value.toFixed(2 + extraDigits);
}
