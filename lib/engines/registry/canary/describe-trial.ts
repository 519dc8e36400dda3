import type { CanaryGuards } from "#lib/contracts/model-policy.ts";
import { rateView } from "#lib/engines/prediction/wilson.ts";
import type { Watched } from "./arms-test.ts";
import type { CanaryVerdict } from "./judge-canary.ts";
import type { TrialStatistics } from "./trial-statistics.ts";

type Arms = TrialStatistics["arms"];

/** "v4 succeeded in 62.0% of 150 (95% 54 to 69), v3 in 80.1% of 1,320 (78 to 82)". */
export function describeArms(arms: Arms, version: number, against: number): string {
  return `v${version} succeeded in ${rateText(arms.candidate)}, v${against} in ${rateText(arms.production)}`;
}

function rateText({ successes, outcomes }: Arms["candidate"]): string {
  const { rate, low, high } = rateView(successes, outcomes);
  if (rate === null) return "none of 0 yet";
  const interval = `95% ${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)}`;
  return `${(100 * rate).toFixed(1)}% of ${outcomes.toLocaleString("en-US")} (${interval})`;
}

/** What was not to happen: "its tasks cost more than 1.5 times as much". */
function describeCause(cause: Watched, { maxSuccessLoss, maxCostRatio, maxDurationRatio }: CanaryGuards): string {
  switch (cause) {
    case "success":
      return `it succeeds less often${maxSuccessLoss > 0 ? ` by more than ${(100 * maxSuccessLoss).toFixed(1)} points` : ""}`;
    case "cost":
      return `its tasks cost more than ${maxCostRatio} times as much`;
    case "duration":
      return `its tasks take more than ${maxDurationRatio} times as long`;
    default:
      return cause satisfies never;
  }
}

/** Why a trial ended with a regression. */
export function describeRegression(
  verdict: Extract<CanaryVerdict, { kind: "regression" }>,
  guards: CanaryGuards,
  arms: Arms,
  version: number,
  against: number,
): string {
  const odds = `evidence ${verdict.evidence.toFixed(0)}, bound ${verdict.bound.toFixed(0)}`;
  return `v${version} is worse than v${against}: ${describeCause(verdict.cause, guards)} (${odds}). ${describeArms(arms, version, against)}.`;
}

/** What a shadow has found so far. */
export function describeShadow({ shadow }: TrialStatistics, version: number, against: number): string {
  if (shadow.scored === 0) return `v${version} has scored no decision yet.`;
  const agreement = ((100 * shadow.agreed) / shadow.scored).toFixed(1);
  const scored = shadow.scored.toLocaleString("en-US");
  const agreed = `v${version} would have chosen the same agent in ${agreement}% of ${scored} decisions`;
  if (shadow.foretold === 0) return `${agreed}; no outcome of them is known yet.`;
  const brier = (error: number) => (error / shadow.foretold).toFixed(3);
  const outcomes = shadow.foretold.toLocaleString("en-US");
  return (
    `${agreed}. On ${outcomes} outcomes its Brier score is ${brier(shadow.candidateError)}, ` +
    `that of v${against} ${brier(shadow.productionError)} (less is better).`
  );
}
