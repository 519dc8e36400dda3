import type { ArrivalModel } from "../arrivals/arrival-model.ts";
import type { ServiceMatrix } from "./service-matrix.ts";

/** Everything a workload model knows; what its artifact holds. */
export interface WorkloadState {
  /** Hours since the epoch that were learned from, the second one excluded: what it expects begins there. */
  fromHour: number;
  untilHour: number;
  types: readonly { name: string; tasks: number; arrivals: ArrivalModel }[];
  services: ServiceMatrix;
  /** Shares of the tasks by priority, most urgent first; sum 1. */
  priorities: readonly number[];
}
