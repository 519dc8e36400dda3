import type { ModelFamily } from "./families/family.ts";

/** What the members of a family take, in a few words each; null for a model nobody knows the rules of. */
export function describeCapabilities(family: ModelFamily | null): string[] {
  if (!family) return [];
  const { efforts, thinkingBudget, temperature, topKMax, penalties, stopSequencesMax, systemPrompt } = family;
  const strengths = efforts.filter((effort) => effort !== "none");
  const said: string[] = [];
  if (strengths.length > 0) said.push(`reasoning effort ${strengths[0]} to ${strengths.at(-1)}`);
  if (thinkingBudget) said.push("thinking budget");
  if (temperature.min < temperature.max) said.push(`temperature ${temperature.min} to ${temperature.max}`);
  if (topKMax !== null) said.push("top-k");
  if (penalties) said.push("penalties");
  if (stopSequencesMax > 0) said.push("stop sequences");
  if (!systemPrompt) said.push("no system prompt");
  return said;
}
