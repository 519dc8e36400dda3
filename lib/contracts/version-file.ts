import { z } from "zod";
import { evaluationReportSchema } from "./evaluation.ts";
import { figureSchema, MAX_ARTIFACT_BYTES, modelKindSchema, versionMetadataSchema } from "./model.ts";

export const VERSION_FILE_EXTENSION = "signalbox-model";
/** Lengths and hashes stand before the rest: see lib/engines/registry/version-file.ts. */
export const VERSION_FILE_HEAD_BYTES = 88;
export const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
export const MAX_VERSION_FILE_BYTES = VERSION_FILE_HEAD_BYTES + MAX_MANIFEST_BYTES + MAX_ARTIFACT_BYTES;

/** What a version's file says of the artifact it carries; the layout is in lib/engines/registry/version-file.ts. */
export const versionManifestSchema = z.strictObject({
  format: z.literal("signalbox-model"),
  formatVersion: z.literal(1, "this build reads version files of format 1"),
  name: z.string().min(1).max(120),
  kind: modelKindSchema,
  version: z.int().min(1),
  artifactSha256: z.string().regex(/^[0-9a-f]{64}$/),
  metadata: versionMetadataSchema,
  metrics: z.record(z.string(), figureSchema),
  evaluation: evaluationReportSchema.nullable(),
  description: z.string().max(2000),
  tags: z.record(z.string(), z.string()),
  note: z.string().max(2000),
  authorName: z.string().max(200),
  createdAt: z.iso.datetime(),
});
export type VersionManifest = z.infer<typeof versionManifestSchema>;
