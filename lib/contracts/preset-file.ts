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
