import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import type { Figure, ModelKind, ModelVersionView } from "#lib/contracts/model.ts";
import { MODEL_FAMILIES } from "#lib/contracts/model-family.ts";
import type { PredictorComparison } from "./compare-predictors.ts";
import type { AgentShare, Difference, GateFacts } from "./gate-facts.ts";

/** What was measured now, and on what, in words. */
export interface MeasuredNow extends PredictorComparison {
  how: string;
}

/** Measured now where that was possible, else by each version's own evaluation. */
export function comparisonOf(
  kind: ModelKind,
  measured: MeasuredNow | null,
  candidate: ModelVersionView,
  production: ModelVersionView | null,
): GateFacts["comparison"] {
  const { figure, name: quality } = MODEL_FAMILIES[kind].quality;
  if (measured?.brier) return { how: measured.how, quality, success: measured.success, brier: measured.brier };
  if (!production) return null;
  const testSha = ({ metadata }: ModelVersionView) => metadata.parameters.testSha256;
  const same = testSha(candidate) !== undefined && testSha(candidate) === testSha(production);
  const how = `By each version's own evaluation, ${same ? "on the same held-out tasks" : "on different held-out tasks"}.`;
  const between = (name: string) => recorded(candidate.metrics[name], production.metrics[name]);
  const success = between(figure);
  const brier = between("brier");
  return success || brier ? { how, quality, success, brier } : null;
}

/** Two figures with intervals of their own: the interval of the difference is wider than a paired one. */
function recorded(candidate: Figure | undefined, production: Figure | undefined): Difference | null {
  if (!candidate || !production) return null;
  const half = ({ ci95 }: Figure) => (ci95 ? (ci95[1] - ci95[0]) / 2 : 0);
  const spread = Math.hypot(half(candidate), half(production));
  const difference = candidate.value - production.value;
  return {
    candidate: candidate.value,
    production: production.value,
    difference,
    ci95: [difference - spread, difference + spread],
    n: Math.min(candidate.n ?? 0, production.n ?? 0),
  };
}

/** What chanceCalibrationError comes to for n outcomes at even odds, times the root of n. */
const EVEN_ODDS = 2.04;

/** Measured now where that was possible, else as the version's own evaluation says. */
export function calibrationOf(
  measured: MeasuredNow | null,
  metrics: ModelVersionView["metrics"],
): GateFacts["calibration"] {
  if (measured) return { ...measured.calibration, how: measured.how };
  const { ece } = metrics;
  if (!ece) return null;
  const n = ece.n ?? 0;
  // The widest chance there is, that of even odds: the probabilities themselves were not kept.
  return { error: ece.value, n, byChance: n === 0 ? 1 : EVEN_ODDS / Math.sqrt(n), how: "By its own evaluation." };
}

/** Of the work each agent would get: by choices on held-out tasks, else by the two evaluations. */
export function sharesOf(
  measured: MeasuredNow | null,
  [own, other]: readonly (EvaluationReport | null)[],
): GateFacts["shares"] {
  if (measured?.shares) return { of: "by its choices on held-out tasks", agents: measured.shares };
  if (!own || !other) return null;
  const before = new Map(other.perAgent.map(({ name, chosenShare }) => [name, chosenShare]));
  const agents = own.perAgent.flatMap(({ name, chosenShare }): AgentShare[] => {
    const earlier = before.get(name) ?? null;
    return chosenShare === null || earlier === null ? [] : [{ agent: name, before: earlier, after: chosenShare }];
  });
  return agents.length > 0 ? { of: "by the two evaluations", agents } : null;
}
