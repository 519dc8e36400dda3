import type { LlmConfig, ModelFacts, Provider } from "#lib/contracts/configuration.ts";
import { type ModelFamily, parseModelId } from "./families/family.ts";
import { findFamily } from "./families/find-family.ts";

/** What provider and model make of each field, one sentence a field; a field without one has no rule of its own. */
export type FieldRules = Partial<Record<keyof LlmConfig, string>>;

const words = (count: number) => count.toLocaleString("en-US");

/**
 * The rules that `validateConfig` judges by, in words, for the very model: to be read beside the field, before
 * anything is wrong. Says nothing of fields whose range is the same for every model.
 */
export function describeFieldRules(provider: Provider, model: string, facts: ModelFacts | null): FieldRules {
  const family = model === "" ? null : findFamily(provider, model);
  return { ...ofProvider(provider, model), ...(family && ofFamily(family)), ...(facts && ofModel(facts)) };
}

function ofProvider(provider: Provider, model: string): FieldRules {
  switch (provider) {
    case "openai":
      return { model: "A chat model of OpenAI, such as gpt-6.2-sol.", region: "OpenAI has no region." };
    case "anthropic":
      return { model: "A Claude model, such as claude-sonnet-5-5.", region: "Anthropic has no region." };
    case "bedrock": {
      const { profile } = parseModelId(provider, model);
      const reach = profile && profile !== "global" ? ` A region of the geography of "${profile}.".` : "";
      return {
        model: "With its maker, and for newer models an inference profile: global.anthropic.claude-sonnet-5-5.",
        region: `Bedrock needs one.${reach}`,
      };
    }
    default:
      return provider satisfies never;
  }
}

function ofFamily(family: ModelFamily): FieldRules {
  const { label, efforts, stopSequencesMax: stops, topKMax } = family;
  const none = (what: string) => `${label} take no ${what}.`;
  return {
    temperature: temperature(family),
    topP: topP(family),
    topK: topKMax === null ? none("top-k") : `${label}: 1 to ${topKMax}.`,
    ...(!family.penalties && { frequencyPenalty: none("penalties"), presencePenalty: none("penalties") }),
    reasoningEffort: efforts.length === 0 ? none("reasoning effort") : `${label}: ${efforts.join(", ")}.`,
    thinkingBudgetTokens: family.thinkingBudget
      ? `${label}: 1,024 up to below max tokens, of which it is a part.`
      : none("thinking budget"),
    stopSequences: stops === 0 ? none("stop sequences") : `${label}: at most ${stops}.`,
    ...(!family.systemPrompt && { systemPrompt: none("system prompt") }),
  };
}

function temperature({ label, temperature: { min, max }, samplingNeedsNoEffort, thinkingBudget }: ModelFamily): string {
  if (min === max) return `${label} take no temperature.`;
  const effort = samplingNeedsNoEffort ? `, with reasoning effort "none" alone` : "";
  const thinking = thinkingBudget ? "; 1 or empty with a thinking budget" : "";
  return `${label}: ${min} to ${max}${effort}${thinking}.`;
}

function topP({
  label,
  topP: accepted,
  samplingNeedsNoEffort,
  temperatureWithTopP,
  thinkingBudget,
}: ModelFamily): string {
  if (!accepted) return `${label} take no top-p.`;
  const effort = samplingNeedsNoEffort ? `, with reasoning effort "none" alone` : "";
  const together = temperatureWithTopP ? "" : "; not together with a temperature";
  const thinking = thinkingBudget ? "; from 0.95 with a thinking budget" : "";
  return `${label}: 0 to 1${effort}${together}${thinking}.`;
}

function ofModel({ model, maxOutputTokens, contextWindow }: ModelFacts): FieldRules {
  if (maxOutputTokens !== null) return { maxTokens: `${model} writes at most ${words(maxOutputTokens)}.` };
  if (contextWindow !== null) return { maxTokens: `${model} reads and writes ${words(contextWindow)} in all.` };
  return { maxTokens: `Nobody published the limit of ${model}.` };
}
