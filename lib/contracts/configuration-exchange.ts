import { z } from "zod";
import { configurationNameSchema, providerSchema } from "./configuration.ts";
import type { PropertyChange } from "./configuration-changes.ts";
import { SETTINGS_NAMES } from "./settings-file.ts";

const LONGEST_DOCUMENT = 1_000_000;

/** A document in the format of `configs/<provider>.json`: as text (so that findings have lines) or parsed. */
const documentInput = {
  text: z.string().max(LONGEST_DOCUMENT, "At most a million characters").optional(),
  document: z.unknown().optional(),
};

export const checkDocumentSchema = z.strictObject({
  ...documentInput,
  /** Demands all nine presets, as the files in `configs` must have. */
  complete: z.boolean().default(false),
});

export const checkSettingsSchema = z.strictObject({
  name: z.enum(SETTINGS_NAMES),
  text: z.string().max(LONGEST_DOCUMENT, "At most a million characters"),
});

export const importConfigurationsSchema = z.strictObject({
  ...documentInput,
  /** Says what would change, and changes nothing. */
  dryRun: z.boolean().default(false),
  note: z.string().trim().max(500).default(""),
  /** The revision in force of each configuration as the caller knows it, 0 for a new one; another one is a conflict. */
  baseRevisions: z.record(z.string(), z.int().min(0)).optional(),
});

export const exportConfigurationsSchema = z.strictObject({
  provider: providerSchema,
  /** One configuration alone; absent: all of the provider. */
  name: configurationNameSchema.optional(),
});

/** What an import does, or would do, with one configuration. */
export interface ImportedConfiguration {
  ref: string;
  state: "new" | "changed" | "same";
  /** In force before; 0: there was none. */
  baseRevision: number;
  /** In force after. */
  revision: number;
  /** Empty for a new one. */
  changes: PropertyChange[];
}
