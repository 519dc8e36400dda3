import { usdText } from "../usd-text.ts";
import { type Facts, type FilterPlugin, tallied } from "./plugin.ts";
import { CONSTRAINTS, type ConstraintName } from "./policy-constraints.ts";

const NAMES = Object.keys(CONSTRAINTS) as ConstraintName[];

/** Numbers a broken constraint takes in the facts: its name, what the candidate has, what is allowed. */
const WIDTH = 3;

/** The task's own constraints: who, which provider and tier, what it may cost and take (predicted medians). */
export const policyFilter: FilterPlugin = {
  name: "policy",
  refuse(frame, bit) {
    const { refused } = frame;
    for (const name of NAMES) {
      const constraint = CONSTRAINTS[name](frame);
      if (!constraint) continue;
      for (let row = 0; row < refused.length; row++) {
        if (constraint.breaks(row)) refused[row] = (refused[row] as number) | bit;
      }
    }
  },
  explainer(frame) {
    const constraints = NAMES.flatMap((name) => {
      const constraint = CONSTRAINTS[name](frame);
      return constraint ? [{ name, ...constraint }] : [];
    });
    return {
      facts: (row) => constraints.flatMap(({ name, breaks, breach }) => (breaks(row) ? [name, ...breach(row)] : [])),
      key: () => Number.NaN,
    };
  },
  sentence: (facts) => breaches(facts).map(sentenceOf).join(" "),
  remedy: (facts) => breaches(facts).map(remedyOf).join(" "),
  tally: (_frame, rows) => [tallied(rows.length, "breaks the task's constraints", "break the task's constraints")],
};

function breaches(facts: Facts): Facts[] {
  return Array.from({ length: facts.length / WIDTH }, (_, i) => facts.slice(i * WIDTH, (i + 1) * WIDTH));
}

function sentenceOf([name, has, allowed]: Facts): string {
  const constraint = name as ConstraintName;
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
        ? `Nobody knows what it costs; the task allows ${usdText(Number(allowed))}.`
        : `Would cost about ${usdText(Number(has))}; the task allows ${usdText(Number(allowed))}.`;
    case "max_duration_ms":
      return `Would take about ${has} ms; the task allows ${allowed} ms.`;
    case "min_success_probability":
      return `Its success probability is ${has}; the task wants ${allowed}.`;
    default:
      return constraint satisfies never;
  }
}

function remedyOf([name, , allowed]: Facts): string {
  const constraint = name as ConstraintName;
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
      return `Needs a cost of at most ${usdText(Number(allowed))}.`;
    case "max_duration_ms":
      return `Needs a duration of at most ${allowed} ms.`;
    case "min_success_probability":
      return `Needs a success probability of ${allowed}.`;
    default:
      return constraint satisfies never;
  }
}
