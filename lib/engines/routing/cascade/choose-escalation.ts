import type { RoutingPolicy } from "#lib/contracts/routing.ts";
import type { Task } from "#lib/contracts/task.ts";
import type { DecisionFrame } from "../decision-frame.ts";
import { usdText } from "../usd-text.ts";
import {
  type EscalationCandidate,
  type EscalationPlan,
  type EscalationRules,
  type Expectation,
  expectationOf,
  planEscalation,
} from "./plan-escalation.ts";

/** A plan that is worth it, beside the best agent alone. */
export interface EscalationChoice {
  plan: EscalationPlan;
  alone: Expectation & { row: number };
  failureCorrelation: FailureCorrelation;
}

/** What failures of several agents on one task are taken to have in common, and who says so. */
export interface FailureCorrelation {
  value: number;
  from: "training" | "policy";
}

/** What a plan is made from; columns by row. A stored decision has it too. */
export interface EscalationFrame {
  policy: Pick<RoutingPolicy, "cascade">;
  constraints: Pick<Task["constraints"], "maxCostUsd" | "maxDurationMs">;
  /** As the predictor's training found it; null: the policy's counts. */
  failureCorrelation: number | null;
  successProbability: Float64Array;
  costNanoUsd: Float64Array;
  durationP50Ms: Float64Array;
}

/**
 * The escalation plan for a decision; null where the policy has none, or where none gains what the policy asks for over
 * the agent that is worth most alone. Only agents that may take the task now are part of it.
 */
export function chooseEscalation(frame: EscalationFrame, ranking: Int32Array): EscalationChoice | null {
  const { policy } = frame;
  if (!policy.cascade.enabled || ranking.length < 2) return null;
  const { maxCostUsd, maxDurationMs } = frame.constraints;
  const failureCorrelation = correlationOf(frame);
  const rules: EscalationRules = {
    ...policy.cascade,
    failureCorrelation: failureCorrelation.value,
    maxCostNanoUsd: maxCostUsd === null ? null : maxCostUsd * 1e9,
    maxDurationMs,
  };
  const candidates = Array.from(ranking, (row) => candidateOf(frame, row));
  const plan = planEscalation(candidates, rules);
  const alone = bestAlone(candidates, rules);
  if (!plan || !alone || plan.worth - alone.worth < policy.cascade.minGain) return null;
  return { plan, alone, failureCorrelation };
}

function correlationOf({ policy, failureCorrelation }: EscalationFrame): FailureCorrelation {
  return failureCorrelation === null
    ? { value: policy.cascade.failureCorrelation, from: "policy" }
    : { value: failureCorrelation, from: "training" };
}

function candidateOf(frame: EscalationFrame, row: number): EscalationCandidate {
  return {
    row,
    success: frame.successProbability[row] as number,
    costNanoUsd: frame.costNanoUsd[row] as number,
    durationMs: frame.durationP50Ms[row] as number,
  };
}

function bestAlone(candidates: readonly EscalationCandidate[], rules: EscalationRules) {
  let best: (EscalationPlan & { row: number }) | null = null;
  for (const candidate of candidates) {
    if (Number.isNaN(candidate.costNanoUsd)) continue;
    const worth = candidate.success - (rules.lambdaPerUsd * candidate.costNanoUsd) / 1e9;
    if (!best || worth > best.worth) best = { ...expectationOf([candidate], rules), row: candidate.row };
  }
  return best;
}

/**
 * "Escalation: ada first, bob when it fails: 94% for $0.002 expected, instead of 90% for $0.01 with cy alone; failures go
 * together by 0.43, as learned from history."
 */
export function escalationSentence(frame: DecisionFrame, choice: EscalationChoice | null): string {
  if (!choice) return "";
  const { names } = frame.fleet;
  const { plan, alone } = choice;
  const [first, ...then] = plan.steps.map(({ row }) => names[row] ?? "");
  const steps = `${first} first, ${then.join(", then ")} when it fails`;
  const stands = frame.policy.cascade.assignsFirstStep ? "Escalation" : "Escalation would be worth it";
  return ` ${stands}: ${steps}: ${expected(plan)} expected, instead of ${expected(alone)} with ${names[alone.row]} alone; ${together(choice)}.`;
}

function together({ failureCorrelation: { value, from } }: EscalationChoice): string {
  const said = from === "training" ? "as learned from history" : "as the policy says";
  return `failures go together by ${value.toFixed(2)}, ${said}`;
}

function expected({ success, costNanoUsd }: Expectation): string {
  return `${Math.round(success * 1000) / 10}% for ${usdText(costNanoUsd)}`;
}
