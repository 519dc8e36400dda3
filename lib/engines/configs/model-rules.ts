import type { ConfigFinding } from "#lib/contracts/configuration.ts";
import { isAmazonTextModel } from "./families/amazon.ts";
import { claudeGeneration } from "./families/anthropic.ts";
import { isOpenaiTextModel } from "./families/openai.ts";
import { error, type Rule, warning } from "./finding.ts";

/** The model exists under this provider, writes text, and is named the way the provider wants it. */
export const modelRules: Rule = ({ settings, facts, family, modelId }) => {
  const { provider, model } = settings;
  if (/\s/.test(model)) return [error("model", "model_form", "A model id has no spaces.")];
  if (provider === "openai" && !isOpenaiTextModel(model)) return [notText(model)];
  if (provider === "bedrock" && modelId.maker === "amazon" && !isAmazonTextModel(modelId.bare)) return [notText(model)];
  const misplaced = belongsElsewhere(provider, model);
  if (misplaced) return [misplaced];
  const findings: ConfigFinding[] = [];
  if (!family) {
    const message = `Signalbox does not know the rules of "${model}": parameters are passed on unchecked.`;
    findings.push(warning("model", "family_unknown", message));
  }
  if (facts && facts.price === null) {
    const message = `No price is known for "${model}". Enter one, or each task is held at the declared ceiling and refused where a budget blocks.`;
    findings.push(warning("model", "price_unknown", message));
  }
  const generation = modelId.maker === "anthropic" ? claudeGeneration(modelId.bare) : null;
  if (generation && generation.version >= 4 && !modelId.profile) {
    const message = `Bedrock serves this model through an inference profile: write "global.${model}", or us., eu., apac. before it.`;
    findings.push(warning("model", "profile_missing", message));
  }
  return findings;
};

function notText(model: string): ConfigFinding {
  return error("model", "model_not_text", `"${model}" does not write text. Choose a chat model.`);
}

function belongsElsewhere(provider: string, model: string): ConfigFinding | null {
  const refuse = (sentence: string) => error("model", "model_provider_mismatch", sentence);
  if (provider !== "anthropic" && /^claude-/.test(model)) {
    return provider === "bedrock"
      ? refuse(
          `On Bedrock a Claude id carries its maker: write "anthropic.${model}" with its inference profile before it.`,
        )
      : refuse(`"${model}" is a Claude model: choose the provider anthropic or bedrock.`);
  }
  if (provider !== "openai" && /^(gpt-\d|chatgpt-|o[134]-?)/.test(model)) {
    return refuse(`"${model}" is an OpenAI model: choose the provider openai.`);
  }
  if (provider !== "bedrock" && /^([a-z-]+\.)?(anthropic|amazon)\./.test(model)) {
    return refuse(`"${model}" is a Bedrock model id: choose the provider bedrock.`);
  }
  if (provider === "bedrock" && !/^([a-z-]+\.)?[a-z0-9]+\..+|^arn:aws/.test(model)) {
    return refuse(`A Bedrock model id names its maker, such as "amazon.nova-micro-v1:0".`);
  }
  return null;
}
