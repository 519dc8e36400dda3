import type { LoadedConfiguration, Tier } from "#lib/contracts/configuration.ts";
import { readEnv } from "#lib/env.ts";
import { allConfigurations } from "./configurations.ts";

/** The preset that stands for a tier where a provider has several of it. */
const PRESET_OF: Record<Tier, string> = {
  fast: "fast_completion",
  balanced: "general_purpose",
  quality: "high_quality",
};

/** What `tier/fast` stands for: of the provider that agents without a configuration use, first the preset for the tier. */
export function configurationOfTier(tier: Tier): LoadedConfiguration | null {
  const { LLM_PROVIDER } = readEnv();
  const rank = ({ settings, ref }: LoadedConfiguration) =>
    (settings.provider === LLM_PROVIDER ? 0 : 2) + (ref.endsWith(`/${PRESET_OF[tier]}`) ? 0 : 1);
  const [first] = allConfigurations()
    .filter(({ settings }) => settings.tier === tier)
    .toSorted((a, b) => rank(a) - rank(b));
  return first ?? null;
}
