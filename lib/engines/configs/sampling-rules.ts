import type { ConfigFinding, LlmConfig } from "#lib/contracts/configuration.ts";
import type { ModelFamily } from "./families/family.ts";
import { error, type Rule } from "./finding.ts";

/** Temperature, top-p, top-k, penalties and stop sequences as the family accepts them. */
export const samplingRules: Rule = ({ settings, family }) => {
  if (!family) return [];
  return [
    ...temperature(settings, family),
    ...topP(settings, family),
    ...topK(settings, family),
    ...penalties(settings, family),
    ...stopSequences(settings, family),
  ];
};

function temperature(settings: LlmConfig, family: ModelFamily): ConfigFinding[] {
  const { min, max } = family.temperature;
  const value = settings.temperature;
  const only = min === max;
  if (value === null) {
    const optional = only || family.samplingNeedsNoEffort || settings.topP !== null || settings.thinkingBudgetTokens;
    return optional ? [] : [error("temperature", "temperature_required", "Set a temperature.")];
  }
  if (only && value !== min) {
    const message = `${family.label} take no temperature: leave it empty (the default is ${min}).`;
    return [error("temperature", "temperature_not_accepted", message)];
  }
  if (value < min || value > max) {
    const message = `${family.label} accept a temperature from ${min} to ${max}.`;
    return [error("temperature", "temperature_range", message)];
  }
  if (family.samplingNeedsNoEffort && settings.reasoningEffort !== "none") {
    const message = `${family.label} take a temperature with reasoning effort "none" alone: set that, or leave the temperature empty.`;
    return [error("temperature", "temperature_with_reasoning", message)];
  }
  if (settings.thinkingBudgetTokens && value !== 1) {
    const message = "With a thinking budget the temperature is 1: leave it empty or set 1.";
    return [error("temperature", "temperature_with_thinking", message)];
  }
  return [];
}

function topP(settings: LlmConfig, family: ModelFamily): ConfigFinding[] {
  const value = settings.topP;
  if (value === null) return [];
  if (!family.topP) {
    return value === 1 ? [] : [error("topP", "top_p_not_accepted", `${family.label} take no top-p: leave it empty.`)];
  }
  if (family.samplingNeedsNoEffort && settings.reasoningEffort !== "none") {
    const message = `${family.label} take top-p with reasoning effort "none" alone.`;
    return [error("topP", "top_p_with_reasoning", message)];
  }
  if (settings.thinkingBudgetTokens && value < 0.95) {
    return [error("topP", "top_p_with_thinking", "With a thinking budget top-p lies between 0.95 and 1.")];
  }
  if (!family.temperatureWithTopP && settings.temperature !== null) {
    const message = `${family.label} refuse temperature and top-p together: leave one of them empty.`;
    return [error("topP", "temperature_and_top_p", message)];
  }
  return [];
}

function topK(settings: LlmConfig, family: ModelFamily): ConfigFinding[] {
  if (settings.topK === null) return [];
  if (family.topKMax === null) {
    return [error("topK", "top_k_not_accepted", `${family.label} have no top-k: leave it empty.`)];
  }
  if (settings.thinkingBudgetTokens) {
    return [error("topK", "top_k_with_thinking", "A thinking budget and top-k exclude each other.")];
  }
  if (settings.topK <= family.topKMax) return [];
  return [error("topK", "top_k_range", `${family.label} accept a top-k up to ${family.topKMax}.`)];
}

function penalties(settings: LlmConfig, family: ModelFamily): ConfigFinding[] {
  if (family.penalties) return [];
  return (["frequencyPenalty", "presencePenalty"] as const)
    .filter((path) => settings[path] !== null && settings[path] !== 0)
    .map((path) => error(path, "penalty_not_accepted", `${family.label} take no penalties: leave this empty.`));
}

function stopSequences(settings: LlmConfig, family: ModelFamily): ConfigFinding[] {
  const count = settings.stopSequences.length;
  if (count === 0) return [];
  if (family.stopSequencesMax === 0) {
    return [error("stopSequences", "stop_not_accepted", `${family.label} take no stop sequences: remove them.`)];
  }
  if (count > family.stopSequencesMax) {
    const message = `${family.label} take at most ${family.stopSequencesMax} stop sequences; there are ${count}.`;
    return [error("stopSequences", "stop_too_many", message)];
  }
  if (settings.stopSequences.every((text) => text.trim() !== "")) return [];
  return [error("stopSequences", "stop_blank", "A stop sequence has at least one visible character.")];
}
