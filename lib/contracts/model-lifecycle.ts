import { z } from "zod";
import { providerSchema } from "./configuration.ts";
import { refuseTwice } from "./listed-once.ts";

const lifecycleEntrySchema = z.strictObject({
  provider: providerSchema,
  /** Without its date: snapshots of a model end with it. */
  model: z.string().min(1),
  retiresOn: z.iso.date(),
  replacedBy: z.string().min(1).optional(),
  source: z.url(),
  /** When somebody last read the date at its source. */
  checkedOn: z.iso.date(),
});
export type ModelLifecycle = z.infer<typeof lifecycleEntrySchema>;

/** Shape of `configs/model-lifecycle.json`: until when providers have said they serve a model, each with its source. */
export const modelLifecycleSchema = z.strictObject({
  version: z.string().min(1),
  note: z.string(),
  models: z.array(lifecycleEntrySchema).superRefine(refuseTwice),
});
