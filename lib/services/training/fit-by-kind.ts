import { fitBehavior } from "#lib/services/models/fit-behavior.ts";
import { fitCapabilityMatcher } from "#lib/services/models/fit-capability-matcher.ts";
import { type FitOrder, type FittedVersion, fitVersion, type OnFitProgress } from "#lib/services/models/fit-version.ts";
import { fitWorkload } from "#lib/services/models/fit-workload.ts";

/**
 * Fits what the order asks for.
 * @throws SignalboxError conflict when the fleet has nothing to learn it from
 */
export async function fitByKind(order: FitOrder, onProgress: OnFitProgress): Promise<FittedVersion> {
  const { kind } = order.request;
  switch (kind) {
    case "performance_predictor":
      return fitVersion(order, onProgress);
    case "capability_matcher":
      return fitCapabilityMatcher(order, onProgress);
    case "behavior":
      return fitBehavior(order, onProgress);
    case "workload":
      return fitWorkload(order, onProgress);
    default:
      return kind satisfies never;
  }
}
