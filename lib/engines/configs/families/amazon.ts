import type { FamilyMatcher, ModelFamily } from "./family.ts";

// Sources: docs.aws.amazon.com/nova (request schema, reasoning) and the Bedrock guide's Titan text parameters.

const NOVA: ModelFamily = {
  label: "Amazon Nova models",
  temperature: { min: 0, max: 1 },
  topP: true,
  temperatureWithTopP: true,
  topKMax: 128,
  penalties: false,
  efforts: [],
  samplingNeedsNoEffort: false,
  thinkingBudget: false,
  reasons: false,
  stopSequencesMax: 4,
  systemPrompt: true,
};

// High effort is left out: with it Nova 2 refuses a limit of output tokens, which every configuration has.
const NOVA_2: ModelFamily = { ...NOVA, label: "Amazon Nova 2 models", efforts: ["none", "low", "medium"] };

const TITAN: ModelFamily = { ...NOVA, label: "Amazon Titan text models", topKMax: null, systemPrompt: false };

/** Rules of Amazon's own models on Bedrock. */
export const amazonFamily: FamilyMatcher = (bareModel) => {
  if (/^nova-2-/.test(bareModel)) return NOVA_2;
  if (/^nova-/.test(bareModel)) return NOVA;
  return /^titan-(text|tg1)/.test(bareModel) && !bareModel.includes("embed") ? TITAN : null;
};

/** Amazon models that produce no text answer: embeddings, images, video, speech. */
export function isAmazonTextModel(bareModel: string): boolean {
  return !/(embed|image|canvas|reel|sonic)/.test(bareModel);
}
