import type { EvaluationReport } from "#lib/contracts/evaluation.ts";

type Measured = Pick<EvaluationReport, "summary" | "figures" | "heldOut"> & Partial<EvaluationReport>;

/**
 * The report of a version that chooses no agent by itself: figures of its own, and nothing that is measured of choices.
 * @param measured what there is; everything else says "not measured"
 */
export const unroutedReport = (measured: Measured): EvaluationReport => ({
  beatsBestSingle: "not_comparable",
  reliability: [],
  perType: [],
  perAgent: [],
  costQuality: null,
  learningCurve: [],
  learners: [],
  ...measured,
});
