import type { BudgetHeadroom, RoutableConfiguration, RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import type { LiveEvidence } from "../prediction/live/live-evidence.ts";
import type { CollaborationColumn } from "./collaboration-column.ts";
import type { FleetColumns } from "./fleet-columns.ts";
import type { PaceColumn } from "./pace-column.ts";
import type { CandidateForecast } from "./prediction-columns.ts";
import type { RequirementColumns } from "./requirement-columns.ts";
import type { WaitColumns } from "./wait-columns.ts";

/** What a request brings besides the task. */
export interface RouteInputs {
  /** Milliseconds since the epoch. */
  nowMs: number;
  /** Of the selection's random draw: the same seed on the same state gives the same answer. */
  seed: number;
  /** Price of what the fleet tried out today, against the policy's cap. */
  exploredNanoUsd: number;
  /** Outcomes reported of what the predictor decided; they correct it. Nothing: none does. */
  evidence?: LiveEvidence | null;
  /** The predictor reads embedded texts, and this task's was not embedded in time: it counts as absent. */
  textUnread?: boolean;
  budgets: readonly BudgetHeadroom[];
  /** References of configurations whose endpoint is failing or cooling down. */
  unavailableConfigurations: ReadonlySet<string>;
  /** Names of agents that are taken for gone, in a drill or a preview; of real traffic none ever are. */
  goneAgents?: ReadonlySet<string>;
  /** Name of the agent whose result this task continues. */
  handedOverFrom: string | null;
  /** Finds another configuration, for a tier the task asks for and for downgrades. */
  configurations: (ref: string) => RoutableConfiguration | null;
}

/** A candidate moved onto a cheaper configuration, and the budget that made it so. */
export interface Downgrade {
  from: RoutableConfiguration;
  to: RoutableConfiguration;
  budgetId: string;
  budgetName: string;
  remainingNanoUsd: number;
}

/**
 * Everything one decision looks at, gathered before the filters run. Filters and scorers read it; it stays
 * with the result so that the decision can be explained from exactly what it saw.
 */
export interface DecisionFrame {
  fleet: FleetColumns;
  policy: RoutingPolicy;
  task: Task;
  inputs: RouteInputs;
  forecast: CandidateForecast;
  /** Of several agents on one task, as the predictor's training found it; null: not known. */
  failureCorrelation: number | null;
  /** Load and heartbeats as they were at the decision. */
  leases: Int32Array;
  lastHeartbeatMs: Float64Array;
  requirements: readonly { name: string; minLevel: number; columns: RequirementColumns }[];
  /** The text was read for capabilities, since the task names none and somebody declares some. */
  wasRead: boolean;
  /**
   * Read from the task's text where it names no capability; they rank candidates but refuse nobody. The weight is the
   * probability a learned matcher gives it, otherwise the similarity of text and description.
   */
  inferred: readonly { name: string; weight: number; columns: RequirementColumns }[];
  /** What each candidate would run and cost, after tier and downgrade. */
  configurations: readonly RoutableConfiguration[];
  configuration: Int32Array;
  costP50NanoUsd: Float64Array;
  costP90NanoUsd: Float64Array;
  logCost: Float64Array;
  /** What budgets that are ahead of their pace add to the price of cost. */
  pace: PaceColumn | null;
  /** What the next task would wait at each agent; null: no workload model says. */
  waits: WaitColumns | null;
  /** How well each works after who handed over; null: nobody did, or no behaviour model says. */
  collaboration: CollaborationColumn | null;
  /** By row. */
  downgrades: ReadonlyMap<number, Downgrade>;
  refused: Uint16Array;
}

/** The configuration a candidate would run. */
export function configurationOf(frame: DecisionFrame, row: number): RoutableConfiguration | null {
  return frame.configurations[frame.configuration[row] ?? -1] ?? null;
}

/**
 * What is set aside for a candidate: the 90th percentile of its cost, or the policy's ceiling where nobody knows it.
 * NaN where there is no ceiling either: such a candidate cannot pass a blocking budget.
 */
export function holdNanoUsd(policy: RoutingPolicy, costP90NanoUsd: number): number {
  if (!Number.isNaN(costP90NanoUsd)) return costP90NanoUsd;
  return policy.unpricedCeilingUsd === null ? Number.NaN : Math.round(policy.unpricedCeilingUsd * 1e9);
}
