import type { CanaryPlan } from "#lib/contracts/model-policy.ts";
import { type ArmsTest, evidenceOf, mostSuspicious, type Watched } from "./arms-test.ts";

export type CanaryVerdict =
  | { kind: "continue"; evidence: number; bound: number }
  | { kind: "good"; evidence: number; bound: number }
  | { kind: "regression"; evidence: number; bound: number; cause: Watched };

/** What of a canary's plan its verdict depends on. */
export type CanaryEnds = Omit<CanaryPlan, "percent" | "promoteWhenGood">;

/**
 * Judges after every outcome; the bound on false alarms holds over all the looks together.
 *
 * With the default plan (10% of traffic, a false alarm in at most 5% of canaries), when the agent that gets half of the
 * candidate's tasks succeeds half as often: half of the canaries are rolled back within 800 decisions of the fleet
 * (80 outcomes of the candidate), nine in ten within 1,900 (180), all but one in a hundred within 3,600
 * (`npm run bench:canary`, 200 runs; of 200 without a regression 4 are stopped).
 */
export function judgeCanary(test: ArmsTest, candidateOutcomes: number, ends: CanaryEnds): CanaryVerdict {
  const evidence = evidenceOf(test, ends);
  const bound = 1 / ends.falseAlarm;
  if (evidence >= bound) return { kind: "regression", evidence, bound, cause: mostSuspicious(test, ends) };
  return { kind: candidateOutcomes >= ends.outcomes ? "good" : "continue", evidence, bound };
}
