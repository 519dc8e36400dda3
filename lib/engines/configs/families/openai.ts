import type { Effort, FamilyMatcher, ModelFamily } from "./family.ts";

// Sources: platform.openai.com/docs/api-reference/chat and the model pages of developers.openai.com.

const CHAT: ModelFamily = {
  label: "GPT chat models without reasoning",
  temperature: { min: 0, max: 2 },
  topP: true,
  temperatureWithTopP: true,
  topKMax: null,
  penalties: true,
  efforts: [],
  samplingNeedsNoEffort: false,
  thinkingBudget: false,
  reasons: false,
  stopSequencesMax: 4,
  systemPrompt: true,
};

const REASONING: ModelFamily = {
  ...CHAT,
  label: "OpenAI reasoning models",
  temperature: { min: 1, max: 1 },
  topP: false,
  temperatureWithTopP: false,
  penalties: false,
  efforts: ["low", "medium", "high"],
  reasons: true,
  stopSequencesMax: 0,
};

/** Models that can switch reasoning off take temperature and top-p then. */
const SWITCHABLE: ModelFamily = {
  ...REASONING,
  temperature: { min: 0, max: 2 },
  topP: true,
  temperatureWithTopP: true,
  efforts: ["none", "low", "medium", "high"],
  samplingNeedsNoEffort: true,
};

const GENERATION = /^gpt-(\d+)(?:\.(\d+))?(?=$|[-:])/;

/** Rules of an OpenAI chat model, by the generation in its id. */
export const openaiFamily: FamilyMatcher = (bareModel) => {
  const model = bareModel.replace(/^ft:/, "");
  if (/^o[134](-|$)/.test(model)) return { ...REASONING, label: "OpenAI o-series reasoning models" };
  if (/^(gpt-3\.5|gpt-4|chatgpt-)/.test(model) || /-chat(-latest)?$/.test(model)) return CHAT;
  const found = GENERATION.exec(model);
  if (!found) return null;
  const version = Number(found[1]) + Number(found[2] ?? 0) / 10;
  const label = `GPT-${found[1]}${found[2] ? `.${found[2]}` : ""} models`;
  if (version < 5.1) return { ...REASONING, label, efforts: ["minimal", "low", "medium", "high"] };
  const strongest: Effort[] = version >= 5.2 ? ["xhigh"] : [];
  if (/-pro(-|$)/.test(model)) return { ...REASONING, label, efforts: ["medium", "high", ...strongest] };
  if (version >= 6.1) return { ...REASONING, label, efforts: ["low", "medium", "high", "xhigh"] };
  return { ...SWITCHABLE, label, efforts: [...SWITCHABLE.efforts, ...strongest] };
};

/** Models that produce no text answer: embeddings, speech, images, moderation. */
export function isOpenaiTextModel(model: string): boolean {
  return !/(embedding|whisper|tts|transcribe|image|dall-e|moderation|realtime|audio|sora)/.test(model);
}
