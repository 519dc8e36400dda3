import { findProvider } from "@pydantic/genai-prices";
import type { Provider } from "#lib/contracts/configuration.ts";
import type { ModelLifecycle } from "#lib/contracts/model-lifecycle.ts";
import { findFamily } from "#lib/engines/configs/families/find-family.ts";
import { CATALOGUE_PROVIDER_ID, pricedSupplementModels } from "./price-catalogue.ts";
import { spellings } from "./price-supplement.ts";
import { fromSettings } from "./settings.ts";

/** Ids that the catalogue uses as patterns, and no provider takes. */
const NOT_CALLABLE = /^(ft:|regional\.)|[:-]$|:extended$|^claude-(v1|2)$/;

/** Text models of a provider whose rules are known, by the ids its API takes, in order of their names. */
export function listedModels(provider: Provider): string[] {
  const catalogued = findProvider({ providerId: CATALOGUE_PROVIDER_ID[provider] })?.models ?? [];
  const ids = new Set([...catalogued.map(({ id }) => id), ...pricedSupplementModels(provider)]);
  return [...ids].filter((id) => !NOT_CALLABLE.test(id) && findFamily(provider, id) !== null).sort();
}

const lifecycles = fromSettings(
  "model-lifecycle",
  ({ models }) => new Map(models.map((entry) => [`${entry.provider} ${entry.model}`, entry])),
);

/** Until when the provider serves the model and what it names instead; null where it has not said. */
export function lifecycleOf(provider: Provider, model: string): ModelLifecycle | null {
  for (const id of spellings(provider, model)) {
    // Bedrock keeps dates of its own, whatever the maker's are.
    const found = id.provider === provider ? lifecycles().get(`${provider} ${id.model}`) : undefined;
    if (found) return found;
  }
  return null;
}
