import type { LlmConfig, ModelFacts } from "#lib/contracts/configuration.ts";
import { findFamily } from "#lib/engines/configs/families/find-family.ts";
import { modelInputs } from "#lib/engines/configs/families/model-inputs.ts";

interface Side {
  settings: LlmConfig;
  facts: ModelFacts;
}

/** Something that the one in place can do and the one that takes over cannot, or of which nobody knows. */
export interface CapabilityLoss {
  what: "context" | "output" | "tools" | "images" | "reasoning" | "system_prompt";
  sentence: string;
}

const count = (tokens: number) => tokens.toLocaleString("en-US");

/** What calls lose that go to `to` instead of `from`. What is unknown of either is said to be unknown, not passed over. */
export function capabilityLosses(from: Side, to: Side): CapabilityLoss[] {
  const losses: CapabilityLoss[] = [];
  const lose = (what: CapabilityLoss["what"], sentence: string | null) => {
    if (sentence !== null) losses.push({ what, sentence });
  };
  lose("context", lessOf(from.facts.contextWindow, to.facts.contextWindow, "tokens of context"));
  lose("output", lessOf(from.settings.maxTokens, to.settings.maxTokens, "tokens of output"));
  const [had, has] = [inputsOf(from), inputsOf(to)];
  lose("tools", lacking(had.tools, has.tools, "calls no tools", "calls tools"));
  lose("images", lacking(had.images, has.images, "reads no images", "reads images"));
  const [before, after] = [familyOf(from), familyOf(to)];
  if (before && after) {
    if (reasons(from, before.reasons) && !after.reasons && after.efforts.length === 0 && !after.thinkingBudget) {
      lose("reasoning", "does not reason before it answers");
    }
    if (before.systemPrompt && !after.systemPrompt) lose("system_prompt", "takes no system prompt");
  }
  return losses;
}

const inputsOf = ({ settings }: Side) => modelInputs(settings.provider, settings.model);
const familyOf = ({ settings }: Side) => findFamily(settings.provider, settings.model);
const reasons = ({ settings }: Side, always: boolean) =>
  settings.reasoningEffort === "none" ? false : always || settings.thinkingBudgetTokens !== null;

function lessOf(before: number | null, after: number | null, unit: string): string | null {
  if (after === null) return before === null ? null : `nobody published its ${unit} (${count(before)} before)`;
  return before !== null && after < before ? `${count(after)} instead of ${count(before)} ${unit}` : null;
}

function lacking(had: boolean | null, has: boolean | null, no: string, unknown: string): string | null {
  if (had === false || has === true) return null;
  if (has === false) return had === null ? null : no;
  return had === null ? null : `nobody published whether it ${unknown}`;
}
