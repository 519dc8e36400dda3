import type { Provider } from "#lib/contracts/configuration.ts";
import { claudeGeneration } from "./anthropic.ts";
import { parseModelId } from "./family.ts";

/** What a model takes besides text; null: nobody published it. */
export interface ModelInputs {
  tools: boolean | null;
  images: boolean | null;
}

const UNKNOWN: ModelInputs = { tools: null, images: null };
const BOTH: ModelInputs = { tools: true, images: true };
const TOOLS_ALONE: ModelInputs = { tools: true, images: false };
const NEITHER: ModelInputs = { tools: false, images: false };

/**
 * Whether a model calls tools and reads images, by its id. Sources: the model pages of developers.openai.com and
 * platform.claude.com ("supported features"), and the Bedrock guide's table of Converse features by model.
 */
export function modelInputs(provider: Provider, model: string): ModelInputs {
  const { maker, bare } = parseModelId(provider, model);
  switch (provider) {
    case "openai":
      return openaiInputs(bare.replace(/^ft:/, ""));
    case "anthropic":
      return claudeInputs(bare);
    case "bedrock":
      if (maker === "anthropic") return claudeInputs(bare);
      return maker === "amazon" ? amazonInputs(bare) : UNKNOWN;
    default:
      return provider satisfies never;
  }
}

function openaiInputs(model: string): ModelInputs {
  if (/^gpt-3\.5/.test(model) || /^o[13]-mini/.test(model)) return TOOLS_ALONE;
  // The first gpt-4 reads text alone; turbo and everything after it sees.
  if (/^gpt-4(-\d|$)/.test(model)) return TOOLS_ALONE;
  return /^(gpt-[4-9]|o[134](-|$))/.test(model) ? BOTH : UNKNOWN;
}

function claudeInputs(model: string): ModelInputs {
  if (/^claude-(2|instant)/.test(model)) return NEITHER;
  const generation = claudeGeneration(model);
  if (!generation) return UNKNOWN;
  return generation.version >= 3 ? BOTH : UNKNOWN;
}

function amazonInputs(model: string): ModelInputs {
  if (/^titan-/.test(model)) return NEITHER;
  if (/^nova-micro/.test(model)) return TOOLS_ALONE;
  return /^nova-/.test(model) ? BOTH : UNKNOWN;
}
