import type { ConfigFinding } from "#lib/contracts/configuration.ts";
import { error, type Rule, warning } from "./finding.ts";

const ROOM_FOR_REASONING = 4096;

/** Reasoning effort and thinking budget as the family accepts them, and room for both. */
export const reasoningRules: Rule = ({ settings, family }) => {
  if (!family) return [];
  const findings: ConfigFinding[] = [];
  const { reasoningEffort: effort, thinkingBudgetTokens: budget, maxTokens } = settings;
  if (effort !== null && !family.efforts.includes(effort)) {
    const choice = family.efforts.length
      ? `choose ${family.efforts.join(", ")}, or leave it empty`
      : "leave the effort empty";
    const message = `${family.label} do not take reasoning effort "${effort}": ${choice}.`;
    findings.push(error("reasoningEffort", "effort_not_accepted", message));
  }
  if (budget !== null && !family.thinkingBudget) {
    const instead = family.efforts.length ? "Set a reasoning effort instead." : "Leave it empty.";
    const message = `${family.label} take no thinking budget. ${instead}`;
    findings.push(error("thinkingBudgetTokens", "thinking_not_accepted", message));
  } else if (budget !== null && budget >= maxTokens) {
    const message = `The thinking budget is part of max tokens: it must be below ${maxTokens.toLocaleString("en-US")}.`;
    findings.push(error("thinkingBudgetTokens", "thinking_budget_range", message));
  }
  const reasonsHard = effort === "high" || effort === "xhigh" || effort === "max";
  if (family.reasons && reasonsHard && maxTokens < ROOM_FOR_REASONING) {
    const message = `Reasoning counts towards max tokens: with effort "${effort}" fewer than ${ROOM_FOR_REASONING.toLocaleString("en-US")} often leave no room for an answer.`;
    findings.push(warning("maxTokens", "max_tokens_small_for_reasoning", message));
  }
  return findings;
};
