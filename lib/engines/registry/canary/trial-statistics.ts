import { z } from "zod";
import { ARMS, type Arm, type ArmOutcome, type ArmsTest, newArmsTest } from "./arms-test.ts";

const count = z.int().min(0);
const armSchema = z.object({
  decisions: count,
  outcomes: count,
  successes: count,
  /** Nano-dollars as decimal text, over the outcomes whose cost is known. */
  costNanoUsd: z.string(),
  costOutcomes: count,
});
const waitingSchema = z.object({
  count,
  successes: count,
  costs: z.array(z.number()),
  durations: z.array(z.number()),
});
const capitalSchema = z.array(z.number());
const testSchema = z.object({
  waiting: z.object({ candidate: waitingSchema, production: waitingSchema }),
  capital: z.object({ success: capitalSchema, cost: capitalSchema, duration: capitalSchema }),
}) satisfies z.ZodType<ArmsTest>;

/** What a trial has counted so far, as it is stored between looks. */
export const trialStatisticsSchema = z.object({
  arms: z.object({ candidate: armSchema, production: armSchema }),
  test: testSchema,
  /** Where the next look goes on: the last outcome of `countedAt`, and the last decision. */
  lastOutcomeId: z.string(),
  lastDecisionId: z.string(),
  shadow: z.object({
    scored: count,
    agreed: count,
    /** Outcomes that both sides foretold, and the sums of their squared errors. */
    foretold: count,
    candidateError: z.number(),
    productionError: z.number(),
  }),
  /** Watch only: when it ends well; milliseconds since the epoch. */
  endsAtMs: z.number().nullable(),
  /** Watch only: outcomes of the version before that have been compared, by task type. */
  usedRecord: z.record(z.string(), count),
});
export type TrialStatistics = z.infer<typeof trialStatisticsSchema>;

/** @param firstDecisionId no decision below it belongs to the trial */
export function newTrialStatistics(firstDecisionId: string, endsAtMs: number | null = null): TrialStatistics {
  const arm = { decisions: 0, outcomes: 0, successes: 0, costNanoUsd: "0", costOutcomes: 0 };
  return {
    arms: { candidate: arm, production: { ...arm } },
    test: newArmsTest(),
    lastOutcomeId: "",
    lastDecisionId: firstDecisionId,
    shadow: { scored: 0, agreed: 0, foretold: 0, candidateError: 0, productionError: 0 },
    ...{ endsAtMs, usedRecord: {} },
  };
}

/** Adds an outcome to its side's sums; the test is fed apart from it. */
export function countOutcome(statistics: TrialStatistics, outcome: ArmOutcome): TrialStatistics {
  const { arm, success, costNanoUsd } = outcome;
  const sums = statistics.arms[arm];
  const counted = {
    ...sums,
    outcomes: sums.outcomes + 1,
    successes: sums.successes + (success ? 1 : 0),
    costNanoUsd: costNanoUsd === null ? sums.costNanoUsd : String(BigInt(sums.costNanoUsd) + BigInt(costNanoUsd)),
    costOutcomes: sums.costOutcomes + (costNanoUsd === null ? 0 : 1),
  };
  return { ...statistics, arms: { ...statistics.arms, [arm]: counted } };
}

/** Adds decisions that each side has made. */
export function countDecisions(statistics: TrialStatistics, made: Readonly<Record<Arm, number>>): TrialStatistics {
  const arms = { ...statistics.arms };
  for (const arm of ARMS) arms[arm] = { ...arms[arm], decisions: arms[arm].decisions + made[arm] };
  return { ...statistics, arms };
}
