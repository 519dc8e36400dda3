import type { z } from "zod";
import { capabilityTaxonomySchema } from "./capability.ts";
import { modelLifecycleSchema } from "./model-lifecycle.ts";
import { priceSupplementSchema } from "./price-supplement.ts";
import { routingPolicySchema } from "./routing.ts";

/** Files of `configs` beside the presets, by their name without ".json". */
export const SETTINGS_SCHEMAS = {
  capabilities: capabilityTaxonomySchema,
  "model-lifecycle": modelLifecycleSchema,
  prices: priceSupplementSchema,
  "routing-policy": routingPolicySchema,
} as const;

export type SettingsName = keyof typeof SETTINGS_SCHEMAS;
export type Settings<N extends SettingsName> = z.output<(typeof SETTINGS_SCHEMAS)[N]>;

export const SETTINGS_NAMES = Object.keys(SETTINGS_SCHEMAS) as SettingsName[];
