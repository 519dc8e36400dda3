import { usdToNano } from "#lib/core/money.ts";
import { configurationOf, type DecisionFrame, holdNanoUsd } from "../decision-frame.ts";

/** What the candidate has and what the task allows, as the sentence needs them. */
type Breach = readonly [has: string | number, allowed: string | number];

/** One demand of a task, made ready for one decision: `breaks` runs for every row, `breach` for the refused ones. */
interface Constraint {
  breaks(row: number): boolean;
  breach(row: number): Breach;
}

const NOTHING_TO_SAY: Breach = ["", ""];

function agents({ fleet, task }: DecisionFrame): Constraint | null {
  const allowed = task.constraints.agents;
  if (!allowed) return null;
  const rows = new Set(allowed.map((name) => fleet.rowOfName.get(name)));
  return { breaks: (row) => !rows.has(row), breach: () => NOTHING_TO_SAY };
}

function excludeAgents({ fleet, task }: DecisionFrame): Constraint | null {
  const excluded = task.constraints.excludeAgents;
  if (excluded.length === 0) return null;
  const rows = new Set(excluded.map((name) => fleet.rowOfName.get(name)));
  return { breaks: (row) => rows.has(row), breach: () => NOTHING_TO_SAY };
}

function roles({ fleet, task }: DecisionFrame): Constraint | null {
  const wanted = task.constraints.roles;
  if (!wanted) return null;
  const breaking = fleet.roles.map((role) => !wanted.includes(role));
  return {
    breaks: (row) => breaking[fleet.role[row] ?? -1] ?? true,
    breach: (row) => [fleet.roles[fleet.role[row] ?? -1] ?? "", wanted.join(", ")],
  };
}

function providers(frame: DecisionFrame): Constraint | null {
  const wanted = frame.task.constraints.providers;
  if (!wanted) return null;
  const breaking = frame.configurations.map(({ provider }) => !wanted.includes(provider));
  return {
    breaks: (row) => breaking[frame.configuration[row] ?? -1] ?? true,
    breach: (row) => [configurationOf(frame, row)?.provider ?? "none", wanted.join(", ")],
  };
}

function tier(frame: DecisionFrame): Constraint | null {
  const wanted = frame.task.constraints.tier;
  if (!wanted) return null;
  const breaking = frame.configurations.map((configuration) => configuration.tier !== wanted);
  return {
    breaks: (row) => breaking[frame.configuration[row] ?? -1] ?? true,
    breach: (row) => [configurationOf(frame, row)?.tier ?? "none", wanted],
  };
}

/** An unknown cost counts as the policy's ceiling, and without one as too much. */
function maxCost({ policy, task, costP50NanoUsd }: DecisionFrame): Constraint | null {
  const { maxCostUsd } = task.constraints;
  if (maxCostUsd === null) return null;
  const allowed = Number(usdToNano(maxCostUsd));
  const cost = (row: number) => holdNanoUsd(policy, costP50NanoUsd[row] ?? Number.NaN);
  return {
    breaks: (row) => !(cost(row) <= allowed),
    breach: (row) => [Number.isNaN(cost(row)) ? -1 : cost(row), allowed],
  };
}

/** An agent nobody has timed yet is not known to be slow. */
function maxDuration({ task, forecast }: DecisionFrame): Constraint | null {
  const { maxDurationMs } = task.constraints;
  if (maxDurationMs === null) return null;
  const duration = (row: number) => forecast.durationP50Ms[row] ?? Number.NaN;
  return {
    breaks: (row) => duration(row) > maxDurationMs,
    breach: (row) => [Math.round(duration(row)), maxDurationMs],
  };
}

function minSuccess({ task, forecast }: DecisionFrame): Constraint | null {
  const { minSuccessProbability } = task.constraints;
  if (minSuccessProbability === null) return null;
  const probability = (row: number) => forecast.successProbability[row] ?? 0;
  return {
    breaks: (row) => probability(row) < minSuccessProbability,
    breach(row) {
      const known = (forecast.totalSamples[row] ?? 0) > 0;
      return [`${percent(probability(row))}${known ? "" : ", the prior"}`, percent(minSuccessProbability)];
    },
  };
}

function percent(probability: number): string {
  return `${(probability * 100).toFixed(1)}%`;
}

/** By the name the constraint has on the wire. */
export const CONSTRAINTS = {
  agents,
  exclude_agents: excludeAgents,
  roles,
  providers,
  tier,
  max_cost_usd: maxCost,
  max_duration_ms: maxDuration,
  min_success_probability: minSuccess,
} satisfies Record<string, (frame: DecisionFrame) => Constraint | null>;

export type ConstraintName = keyof typeof CONSTRAINTS;
