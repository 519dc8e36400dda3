import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { MAX_ARTIFACT_BYTES, type ModelVersionView, modelKindSchema } from "#lib/contracts/model.ts";
import { VERSION_FILE_HEAD_BYTES } from "#lib/contracts/version-file.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { decodeVersionFile, readVersionFileHead } from "#lib/engines/registry/version-file.ts";
import { db } from "#lib/store/client.ts";
import { findFleet } from "#lib/store/fleet.ts";
import { writeLabel } from "#lib/store/model-label.ts";
import { saveRoutingModel } from "./save-routing-model.ts";

const inputSchema = z.strictObject({
  file: z.instanceof(Blob, { error: "Choose the version's file (*.signalbox-model)" }),
  /** The fleet it shall serve; absent: the one it was exported from. */
  name: nameSchema.optional(),
  /** What the caller expects it to be; absent: whatever it is. */
  kind: modelKindSchema.optional(),
  note: z.string().trim().max(500).default(""),
});

const MAX_NOTE = 2000;

/**
 * Imports a version file as the fleet's next version; no alias moves. Checked before anything is stored, in this order:
 * size, SHA-256, schema, finite numbers, golden inputs. A file that is too large is refused after its first 88 bytes.
 * @throws SignalboxError too_large or invalid_input with the reason; not_found without such a fleet
 */
export async function importVersion({ ctx, input }: ServiceCall): Promise<ModelVersionView> {
  requireScope(ctx, "model:write");
  const { file, name: target, kind, note } = parseInput(inputSchema, input);
  const limits = { fileBytes: file.size, maxArtifactBytes: MAX_ARTIFACT_BYTES };
  readVersionFileHead(await bytesOf(file.slice(0, VERSION_FILE_HEAD_BYTES)), limits);
  const { manifest, artifact } = decodeVersionFile(await bytesOf(file), limits);
  if (kind !== undefined && kind !== manifest.kind) {
    throw new SignalboxError("invalid_input", `The artifact is refused: it is a ${manifest.kind}, not a ${kind}`);
  }
  const name = target ?? manifest.name;
  if (!(await findFleet(db(), name))) throw new SignalboxError("not_found", `There is no fleet "${name}".`);
  const origin = `Imported from ${manifest.name} v${manifest.version} of ${manifest.createdAt.slice(0, 10)}, by ${manifest.authorName}.`;
  const { description, tags } = manifest;
  const labelled = description !== "" || Object.keys(tags).length > 0;
  return saveRoutingModel(
    {
      ctx,
      input: {
        ...{ model: artifact, name, kind: manifest.kind, metadata: manifest.metadata, metrics: manifest.metrics },
        report: manifest.evaluation,
        note: [note, origin, manifest.note]
          .filter((part) => part !== "")
          .join(" ")
          .slice(0, MAX_NOTE),
      },
    },
    async (tx, version) => {
      const key = { name, kind: manifest.kind };
      if (labelled) await writeLabel(tx, key, version, { description, tags }, ctx.clock.nowMs());
    },
  );
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
