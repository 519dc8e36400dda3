import type { FlipSide } from "#lib/contracts/replay.ts";
import type { Rescored } from "#lib/engines/routing/rescore.ts";

/** One side of a flip, as the tried version foretells it; unknown is null. */
export function flipSide(names: readonly string[], rescored: Rescored, row: number): FlipSide {
  const known = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? null : value);
  const cost = known(rescored.costNanoUsd[row]);
  const duration = known(rescored.durationP50Ms[row]);
  return {
    agentName: names[row] ?? "",
    successProbability: known(rescored.successProbability[row]),
    costNanoUsd: cost === null ? null : String(Math.round(cost)),
    durationP50Ms: duration === null ? null : Math.round(duration),
    total: known(rescored.total[row]),
  };
}
