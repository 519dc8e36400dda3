import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import { VERSION_FILE_EXTENSION } from "#lib/contracts/version-file.ts";
import { parseInput } from "#lib/core/parse.ts";
import { encodeVersionFile } from "#lib/engines/registry/version-file.ts";
import { db } from "#lib/store/client.ts";
import { findEvaluation } from "#lib/store/model-evaluation.ts";
import { loadRoutingModel } from "./load-routing-model.ts";
import { modelEntityId } from "./model-subject.ts";

const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  version: z.coerce.number().int().min(1),
});

export interface ExportedVersion {
  fileName: string;
  bytes: Uint8Array;
}

/**
 * A version as one file, with its metadata, metrics, evaluation and labels. Models know words of the fleet's tasks, so
 * taking one out needs more than reading.
 * @throws SignalboxError not_found; unavailable when its artifact fails its checks or is not kept any more
 */
export async function exportVersion({ ctx, input }: ServiceCall): Promise<ExportedVersion> {
  requireScope(ctx, "model:write");
  const { version: wanted, ...key } = parseInput(inputSchema, input);
  const { version, bytes: artifact } = await loadRoutingModel({ ctx, input: { ...key, version: wanted } });
  const { artifactSha256, metadata, metrics, description, tags, note, authorName, createdAt } = version;
  const file = encodeVersionFile({
    manifest: {
      ...{ format: "signalbox-model", formatVersion: 1, ...key, version: wanted, artifactSha256 },
      ...{ metadata, metrics, evaluation: await findEvaluation(db(), key, wanted) },
      ...{ description, tags, note, authorName, createdAt },
    },
    artifact,
  });
  await recordAudit(db(), ctx, {
    verb: "model.export",
    entity: "model",
    entityId: modelEntityId(key),
    after: { version: wanted, sha256: artifactSha256, bytes: file.byteLength },
  });
  return { fileName: `${key.name}-${key.kind}-v${wanted}.${VERSION_FILE_EXTENSION}`, bytes: file };
}
