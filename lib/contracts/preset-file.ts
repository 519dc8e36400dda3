import { z } from "zod";
import { configurationNameSchema, llmConfigSchema, PRESET_NAMES, providerSchema } from "./configuration.ts";

/** Shape of `configs/<provider>.json`: every preset that agents may rely on, and any more the operator adds. */
export const presetFileSchema = z.strictObject({
  provider: providerSchema,
  presets: z
    .record(configurationNameSchema, llmConfigSchema.omit({ provider: true }))
    .refine((presets) => PRESET_NAMES.every((name) => presets[name]), {
      error: `Each file defines ${PRESET_NAMES.join(", ")}`,
    }),
});

const rateSchema = {
  inputUsdPerMtok: z.number().min(0),
  outputUsdPerMtok: z.number().min(0),
  cacheReadUsdPerMtok: z.number().min(0).optional(),
  cacheWrite5mUsdPerMtok: z.number().min(0).optional(),
  cacheWrite1hUsdPerMtok: z.number().min(0).optional(),
};

/** Shape of `configs/prices.json`: what the price catalogue lacks, each with its source. */
export const priceSupplementSchema = z.strictObject({
  version: z.string().min(1),
  note: z.string(),
  models: z.array(
    z.strictObject({
      provider: providerSchema,
      model: z.string().min(1),
      contextWindow: z.int().positive().optional(),
      maxOutputTokens: z.int().positive().optional(),
      price: z
        .strictObject({
          effectiveFrom: z.iso.date(),
          ...rateSchema,
          longContext: z.strictObject({ aboveInputTokens: z.int().positive(), ...rateSchema }).optional(),
        })
        .optional(),
      source: z.string().min(1),
    }),
  ),
});
export type PriceSupplement = z.infer<typeof priceSupplementSchema>;
export type SupplementEntry = PriceSupplement["models"][number];
