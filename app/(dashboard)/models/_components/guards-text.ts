import type { CanaryGuards } from "#lib/contracts/model-policy.ts";

/** When a version on live traffic counts as worse: "when it succeeds less often, costs more than 1.5 times as much". */
export function guardsText({ maxSuccessLoss, maxCostRatio, maxDurationRatio }: CanaryGuards): string {
  const success =
    maxSuccessLoss === 0
      ? "succeeds less often"
      : `succeeds less often by more than ${(maxSuccessLoss * 100).toFixed(1)} points`;
  const guards = [
    success,
    ...(maxCostRatio === null ? [] : [`costs more than ${maxCostRatio} times as much`]),
    ...(maxDurationRatio === null ? [] : [`takes more than ${maxDurationRatio} times as long`]),
  ];
  const last = guards.pop();
  return `when it ${guards.length === 0 ? "" : `${guards.join(", ")} or `}${last}`;
}
