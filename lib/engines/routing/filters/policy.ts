import { formatUsd, usdToNano } from "#lib/core/money.ts";
import { configurationOf, type DecisionFrame, holdNanoUsd } from "../decision-frame.ts";
import { counted, type Facts, type FilterPlugin } from "./plugin.ts";

/** Name of the constraint, what the candidate has, what the task allows. */
type Breach = readonly [constraint: string, has: string | number, allowed: string | number];

/** What a task may demand of its candidates besides capabilities and context; each names its breach or null. */
const CONSTRAINTS: ((frame: DecisionFrame) => null | ((row: number) => Breach | null))[] = [
  ({ fleet, task }) => {
    const { agents } = task.constraints;
    if (!agents) return null;
    const rows = new Set(agents.map((name) => fleet.rowOfName.get(name)));
    return (row) => (rows.has(row) ? null : ["agents", "", ""]);
  },
  ({ fleet, task }) => {
    const { excludeAgents } = task.constraints;
    if (excludeAgents.length === 0) return null;
    const rows = new Set(excludeAgents.map((name) => fleet.rowOfName.get(name)));
    return (row) => (rows.has(row) ? ["exclude_agents", "", ""] : null);
  },
  ({ fleet, task }) => {
    const { roles } = task.constraints;
    if (!roles) return null;
    return (row) => {
      const role = fleet.roles[fleet.role[row] ?? -1] ?? "";
      return roles.includes(role) ? null : ["roles", role, roles.join(", ")];
    };
  },
  (frame) => {
    const { providers } = frame.task.constraints;
    if (!providers) return null;
    return (row) => {
      const provider = configurationOf(frame, row)?.provider;
      return provider && providers.includes(provider) ? null : ["providers", provider ?? "none", providers.join(", ")];
    };
  },
  (frame) => {
    const { tier } = frame.task.constraints;
    if (!tier) return null;
    return (row) => {
      const own = configurationOf(frame, row)?.tier;
      return own === tier ? null : ["tier", own ?? "none", tier];
    };
  },
  ({ policy, task, costP50NanoUsd }) => {
    const { maxCostUsd } = task.constraints;
    if (maxCostUsd === null) return null;
    const allowed = Number(usdToNano(maxCostUsd));
    return (row) => {
      const cost = holdNanoUsd(policy, costP50NanoUsd[row] ?? Number.NaN);
      return cost <= allowed ? null : ["max_cost_usd", Number.isNaN(cost) ? -1 : cost, allowed];
    };
  },
  ({ task, forecast }) => {
    const { maxDurationMs } = task.constraints;
    if (maxDurationMs === null) return null;
    return (row) => {
      const duration = forecast.durationP50Ms[row] ?? Number.NaN;
      // An agent nobody has timed yet is not known to be slow.
      return duration > maxDurationMs ? ["max_duration_ms", Math.round(duration), maxDurationMs] : null;
    };
  },
  ({ task, forecast }) => {
    const { minSuccessProbability } = task.constraints;
    if (minSuccessProbability === null) return null;
    return (row) => {
      const probability = forecast.successProbability[row] ?? 0;
      return probability < minSuccessProbability
        ? ["min_success_probability", percent(probability), percent(minSuccessProbability)]
        : null;
    };
  },
];

/** The task's own constraints: who, which provider and tier, what it may cost and take (predicted medians). */
export const policyFilter: FilterPlugin = {
  name: "policy",
  refuse(frame, bit) {
    const { refused } = frame;
    for (const constraint of CONSTRAINTS) {
      const breachOf = constraint(frame);
      if (!breachOf) continue;
      for (let row = 0; row < refused.length; row++) {
        if (breachOf(row)) refused[row] = (refused[row] as number) | bit;
      }
    }
  },
  facts: (frame, row) => CONSTRAINTS.flatMap((constraint) => constraint(frame)?.(row) ?? []),
  sentence: (facts) => breaches(facts).map(sentenceOf).join(" "),
  remedy: (facts) => breaches(facts).map(remedyOf).join(" "),
  tally: (count) => counted(count, "breaks the task's constraints", "break the task's constraints"),
};

function percent(probability: number): string {
  return `${(probability * 100).toFixed(1)}%`;
}

function breaches(facts: Facts): Facts[] {
  return Array.from({ length: facts.length / 3 }, (_, i) => facts.slice(i * 3, i * 3 + 3));
}

function usd(nano: string | number | undefined): string {
  return formatUsd(BigInt(Math.round(Number(nano ?? 0))));
}

function sentenceOf([constraint, has, allowed]: Facts): string {
  switch (constraint) {
    case "agents":
      return "Is not among the agents the task allows.";
    case "exclude_agents":
      return "The task excludes it.";
    case "roles":
      return `Its role is ${has}; the task wants ${allowed}.`;
    case "providers":
      return `Its provider is ${has}; the task allows ${allowed}.`;
    case "tier":
      return has === "none"
        ? `Has no configuration, and the task wants tier ${allowed}.`
        : `Runs in tier ${has}, and its provider has no preset of tier ${allowed}.`;
    case "max_cost_usd":
      return Number(has) < 0
        ? `Nobody knows what it costs; the task allows ${usd(allowed)}.`
        : `Would cost about ${usd(has)}; the task allows ${usd(allowed)}.`;
    case "max_duration_ms":
      return `Would take about ${has} ms; the task allows ${allowed} ms.`;
    default:
      return `Is predicted to succeed with ${has}; the task wants ${allowed}.`;
  }
}

function remedyOf([constraint, , allowed]: Facts): string {
  switch (constraint) {
    case "agents":
    case "exclude_agents":
      return "The task would have to allow it.";
    case "roles":
      return `Needs the role ${allowed}.`;
    case "providers":
      return `Needs a configuration of ${allowed}.`;
    case "tier":
      return `Needs a configuration of tier ${allowed}.`;
    case "max_cost_usd":
      return `Needs a cost of at most ${usd(allowed)}.`;
    case "max_duration_ms":
      return `Needs a duration of at most ${allowed} ms.`;
    default:
      return `Needs a success probability of ${allowed}.`;
  }
}
