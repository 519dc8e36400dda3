import { FILTERS } from "#lib/contracts/routing.ts";
import { decide } from "./decide.ts";
import type { RoutingResult } from "./routing-result.ts";
import type { TaskRouter } from "./task-router.ts";
import { passedOverSentence } from "./verdict-sentence.ts";

const SLOT_GONE = 1 << FILTERS.indexOf("slots");

/**
 * The next choice after a reservation failed: the same decision without the rows that could not be reserved and
 * without agents the router knows to be full by now. Those count as refused for want of a slot, the reason names them,
 * and the propensity is the one among the candidates that were left.
 * @param rowsTaken every row of this decision that could not be reserved so far.
 */
export function chooseNext(router: TaskRouter, result: RoutingResult, rowsTaken: readonly number[]): RoutingResult {
  const { candidates, ranking, agents } = result;
  const gone = new Set(rowsTaken);
  for (const row of ranking) {
    const agent = agents[row];
    if (agent && !router.hasFreeSlot(agent.id)) gone.add(row);
  }
  const refused = candidates.refused.slice();
  for (const row of gone) refused[row] = (refused[row] as number) | SLOT_GONE;
  const left = ranking.filter((row) => !gone.has(row));
  const frame = { ...result.frame, refused };
  const next = decide(frame, left, candidates.scores, candidates.total, result.frame.inputs.seed + rowsTaken.length);
  return { ...next, reason: `${next.reason} ${passedOverSentence(frame, [...rowsTaken])}` };
}
