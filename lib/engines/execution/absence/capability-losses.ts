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
  /** What follows the name of the one that takes over. */
  sentence: string;
}

const count = (tokens: number) => tokens.toLocaleString("en-US");

/** What calls lose that go to `to` instead of `from`. What is unknown of either is said to be unknown, not passed over. */
export function capabilityLosses(from: Side, to: Side): CapabilityLoss[] {
  const losses: CapabilityLoss[] = [];
  const lose = (what: CapabilityLoss["what"], sentence: string | null) => {
    if (sentence !== null) losses.push({ what, sentence });
  };
  lose("context", lessOf(from.facts.contextWindow, to.facts.contextWindow, "reads", "context window"));
  lose("output", lessOf(from.settings.maxTokens, to.settings.maxTokens, "writes", "limit of output"));
  const [had, has] = [inputsOf(from), inputsOf(to)];
  lose("tools", lacking(had.tools, has.tools, "calls no tools", "call tools"));
  lose("images", lacking(had.images, has.images, "reads no images", "read images"));
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

/** Rounding by providers is no loss: so much less is. */
const NOTABLY = 0.9;

function lessOf(before: number | null, after: number | null, verb: string, limit: string): string | null {
  if (before === null) return null;
  if (after === null) return `has no published ${limit}, where it was ${count(before)} tokens`;
  return after < NOTABLY * before ? `${verb} ${count(after)} instead of ${count(before)} tokens` : null;
}

function lacking(had: boolean | null, has: boolean | null, no: string, ability: string): string | null {
  if (had !== true || has === true) return null;
  return has === false ? no : `is not known to ${ability}`;
}
