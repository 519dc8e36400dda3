import type { ExplorationRecord } from "#lib/contracts/decision.ts";
import type { CandidateColumns, FleetAgent, RoutableConfiguration } from "#lib/contracts/routing.ts";
import type { EscalationChoice } from "./cascade/choose-escalation.ts";
import type { DecisionFrame } from "./decision-frame.ts";

/** Of the chosen candidate; NaN = unknown. */
export interface RoutingEstimate {
  costNanoUsd: number;
  costP90NanoUsd: number;
  successProbability: number;
  /** The same before recent outcomes corrected it, and the standard deviation of its logit. */
  baseSuccess: number;
  baseSd: number;
  durationP50Ms: number;
  durationP90Ms: number;
  inputTokens: number;
  outputTokens: number;
}

export interface RoutingResult {
  verdict: "assigned" | "nobody_fits";
  /** Row of the chosen candidate, -1 when nobody fits. */
  chosen: number;
  /** Eligible rows, best first. */
  ranking: Int32Array;
  /** Probability with which the policy made this choice among the eligible. */
  propensity: number;
  /** The same of every place of the ranking; null when the choice was certain. */
  probability: Float64Array | null;
  /** Eligible rows of agents that have not yet done the tasks of their trial. */
  onTrial: ReadonlySet<number>;
  /** Agents to try one after another, where the policy asks for it and it is worth more than the best one alone. */
  escalation: EscalationChoice | null;
  /** What trying out had to do with it; null under a policy that never does. */
  exploration: ExplorationRecord | null;
  configuration: RoutableConfiguration | null;
  /** Why the chosen candidate runs something cheaper than its own configuration. */
  downgradeReason: string | null;
  estimate: RoutingEstimate | null;
  /** Integer nano-dollars to hold in budgets: the cost's 90th percentile, or the policy's ceiling; NaN = neither is known. */
  holdNanoUsd: number;
  candidates: CandidateColumns;
  /** A few sentences: the verdict, then what a reader should know to weigh it. */
  reason: string;
  /** The agents the rows belong to; the router's own list may have moved on. */
  agents: readonly FleetAgent[];
  frame: DecisionFrame;
}
