import { z } from "zod";
import type { EvaluationReport } from "#lib/contracts/evaluation.ts";

/** As predictors name, among their parameters, the learners that were compared inside training. */
const comparedSchema = z.object({
  learner: z.string(),
  candidates: z.array(z.object({ learner: z.string(), logLossGain: z.number(), standardError: z.number() })),
});

/** The learners of a fit for its report; empty for predictors that had no choice. */
export function learnersOf(parameters: Record<string, unknown>): EvaluationReport["learners"] {
  const compared = comparedSchema.safeParse(parameters);
  if (!compared.success) return [];
  const { learner, candidates } = compared.data;
  return candidates.map(({ learner: name, logLossGain: value, standardError }) => ({
    name,
    chosen: name === learner,
    figures: {
      log_loss_gain: { value, unit: "nats", ci95: [value - 1.96 * standardError, value + 1.96 * standardError] },
    },
  }));
}
