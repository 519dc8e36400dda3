import { z } from "zod";
import { providerSchema } from "./configuration.ts";
import { refuseTwice } from "./listed-once.ts";

const rateSchema = {
  inputUsdPerMtok: z.number().min(0),
  outputUsdPerMtok: z.number().min(0),
  cacheReadUsdPerMtok: z.number().min(0).optional(),
  cacheWrite5mUsdPerMtok: z.number().min(0).optional(),
  cacheWrite1hUsdPerMtok: z.number().min(0).optional(),
};

const priceSchema = z.strictObject({
  effectiveFrom: z.iso.date(),
  /** When somebody last compared it with its source. */
  checkedOn: z.iso.date(),
  ...rateSchema,
  longContext: z.strictObject({ aboveInputTokens: z.int().positive(), ...rateSchema }).optional(),
});

const entrySchema = z.strictObject({
  provider: providerSchema,
  model: z.string().min(1),
  contextWindow: z.int().positive().optional(),
  maxOutputTokens: z.int().positive().optional(),
  price: priceSchema.optional(),
  /** What was in force before it, the latest first. */
  earlier: z.array(priceSchema).optional(),
  source: z.string().min(1),
});
export type SupplementEntry = z.infer<typeof entrySchema>;

/** Shape of `configs/prices.json`: what the price catalogue lacks, each with its source. */
export const priceSupplementSchema = z.strictObject({
  version: z.string().min(1),
  note: z.string(),
  models: z.array(entrySchema).superRefine(refuseTwice),
});
export type PriceSupplement = z.infer<typeof priceSupplementSchema>;
