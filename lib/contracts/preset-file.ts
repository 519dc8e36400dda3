import { z } from "zod";
import { type LlmConfig, type Provider, providerSchema } from "./configuration.ts";

/** Outer shape of `configs/<provider>.json`, and of what is exported and imported; each setting is judged on its own. */
export const configurationDocumentSchema = z.strictObject({
  provider: providerSchema,
  presets: z.unknown(),
});

/** The same once it is judged. */
export interface ConfigurationDocument {
  provider: Provider;
  presets: Record<string, Omit<LlmConfig, "provider">>;
}

/** As the files in `configs` are written. */
export function documentText(document: ConfigurationDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What is wrong with a document, and where. */
export interface DocumentFinding {
  /** Property names from the outside in, such as ["presets", "researcher", "temperature"]. */
  at: string[];
  /** Null where the document did not come as text. */
  line: number | null;
  message: string;
}

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
