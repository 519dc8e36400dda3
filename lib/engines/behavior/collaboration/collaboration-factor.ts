import type { CollaborationFactor } from "#lib/contracts/collaboration-factor.ts";
import type { PairUplift } from "./uplift-row.ts";

/** Believed success above or below expectation at which the score is 1 or 0: 20 points. */
const FULL_UPLIFT = 0.2;
/** A difference smaller than half a point is none to a reader. */
const VISIBLE_UPLIFT = 0.005;

/**
 * The collaboration factor of `agent` after `partner`, from what to believe of the pair's success.
 * @param uplift of this pair; undefined: the two have never met
 */
export function collaborationFactor(
  agent: string,
  partner: string,
  uplift: PairUplift | undefined,
): CollaborationFactor {
  if (!uplift) return { score: 0.5, n: 0, sentence: `${agent} has not worked after ${partner} yet.` };
  const { n, believed, isFound } = uplift;
  const score = Math.min(1, Math.max(0, 0.5 + believed.value / (2 * FULL_UPLIFT)));
  const points = Math.round(100 * Math.abs(believed.value));
  if (!isFound || Math.abs(believed.value) < VISIBLE_UPLIFT) {
    return { score, n, sentence: `After ${partner}, ${agent} finishes about as often as usual (n = ${n}).` };
  }
  const direction = believed.value > 0 ? "more" : "less";
  const sentence = `After ${partner}, ${agent} finishes ${points} ${points === 1 ? "point" : "points"} ${direction} often (n = ${n}).`;
  return { score, n, sentence };
}
