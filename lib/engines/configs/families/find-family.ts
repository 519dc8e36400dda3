import type { Provider } from "#lib/contracts/configuration.ts";
import { amazonFamily } from "./amazon.ts";
import { claudeFamily } from "./anthropic.ts";
import type { ModelFamily } from "./family.ts";
import { parseModelId } from "./family.ts";
import { openaiFamily } from "./openai.ts";

/** The rules a model lives under at a provider; null when no family of that provider has such a model. */
export function findFamily(provider: Provider, model: string): ModelFamily | null {
  const { maker, bare } = parseModelId(provider, model);
  switch (provider) {
    case "openai":
      return openaiFamily(bare);
    case "anthropic":
      return claudeFamily(bare);
    case "bedrock":
      if (maker === "anthropic") return claudeFamily(bare);
      return maker === "amazon" ? amazonFamily(bare) : null;
    default:
      return provider satisfies never;
  }
}
