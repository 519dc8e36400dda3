import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { evaluationReportSchema } from "#lib/contracts/evaluation.ts";
import {
  figureSchema,
  MAX_ARTIFACT_BYTES,
  type ModelVersionView,
  modelKindSchema,
  versionMetadataSchema,
} from "#lib/contracts/model.ts";
import { sha256Hex } from "#lib/core/canonical-json.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { openModel } from "#lib/runtime/servable-model.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import {
  ensureModel,
  findVersion,
  insertVersion,
  lockModel,
  nextVersionNumber,
  putArtifact,
} from "#lib/store/model.ts";
import { cacheArtifact } from "#lib/store/model-cache.ts";
import { insertEvaluation } from "#lib/store/model-evaluation.ts";
import { modelEntityId } from "./model-subject.ts";

const inputSchema = z.strictObject({
  /** The artifact, in the format of lib/engines/registry/artifact.ts. */
  model: z.instanceof(Uint8Array),
  name: nameSchema,
  kind: modelKindSchema,
  metadata: versionMetadataSchema,
  metrics: z.record(z.string(), figureSchema),
  /** Null: nothing was measured beyond the metrics. */
  report: evaluationReportSchema.nullable().default(null),
  note: z.string().trim().max(2000).default(""),
});

/**
 * Saves an artifact as the next version of the registered model (name, kind). Versions never change afterwards;
 * no alias moves. The bytes lie in the database under their SHA-256 and beside the process in MODELS_DIR.
 * @param alongside written in the same transaction; what it throws undoes the version
 * @throws SignalboxError too_large above 64 MiB; invalid_input when a check refuses the artifact
 */
export async function saveRoutingModel(
  { ctx, input }: ServiceCall,
  alongside: (tx: Db, version: number) => Promise<void> = async () => undefined,
): Promise<ModelVersionView> {
  requireScope(ctx, "model:write");
  const { model, name, kind, metadata, metrics, report, note } = parseInput(inputSchema, input);
  if (model.byteLength > MAX_ARTIFACT_BYTES) {
    throw new SignalboxError("too_large", `The artifact has ${model.byteLength} bytes; at most ${MAX_ARTIFACT_BYTES}.`);
  }
  const sha256 = sha256Hex(model);
  try {
    openModel(model, { sha256, kind });
  } catch (error) {
    throw new SignalboxError("invalid_input", messageOf(error), { cause: error });
  }
  const key = { name, kind };
  const atMs = ctx.clock.nowMs();
  const saved = await inTransaction(async (tx) => {
    await ensureModel(tx, key, atMs);
    await lockModel(tx, key);
    const version = await nextVersionNumber(tx, key);
    await putArtifact(tx, sha256, model, atMs);
    await insertVersion(tx, {
      ...key,
      version,
      artifactSha256: sha256,
      metadata,
      metrics,
      note,
      authorName: ctx.actor.name,
      atMs,
    });
    if (report) await insertEvaluation(tx, key, version, report);
    await recordAudit(tx, ctx, {
      verb: "model.save",
      entity: "model",
      entityId: modelEntityId(key),
      after: { version, sha256, sizeBytes: model.byteLength, rows: metadata.rows, note },
    });
    await alongside(tx, version);
    return findVersion(tx, key, version);
  });
  if (!saved) throw new SignalboxError("internal", "The saved version cannot be read back.");
  // The database has it already: a full disk costs the local copy, not the version.
  await cacheArtifact(sha256, model).catch(() => undefined);
  return saved;
}
