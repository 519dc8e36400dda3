import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { type ModelVersionView, modelAliasSchema, modelKindSchema } from "#lib/contracts/model.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { openModel } from "#lib/runtime/servable-model.ts";
import { db } from "#lib/store/client.ts";
import { findAlias, findVersion, readArtifactBytes } from "#lib/store/model.ts";
import { modelSubject } from "./model-subject.ts";

const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  /** A version number, or the alias whose version is meant. */
  version: z.union([z.int().min(1), modelAliasSchema]).default("production"),
});

export interface LoadedModel {
  version: ModelVersionView;
  /** The artifact, checked: hash, schema, finite numbers, golden answers. */
  bytes: Uint8Array;
}

/**
 * Loads a version of the registered model (name, kind), by default the one in production.
 * @throws SignalboxError not_found; unavailable when the stored artifact fails its checks
 */
export async function loadRoutingModel({ ctx, input }: ServiceCall): Promise<LoadedModel> {
  requireScope(ctx, "model:read");
  const { name, kind, version: wanted } = parseInput(inputSchema, input);
  const key = { name, kind };
  const number = typeof wanted === "number" ? wanted : (await findAlias(db(), key, wanted))?.version;
  if (number === undefined) {
    throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version in ${wanted}.`);
  }
  const version = await findVersion(db(), key, number);
  if (!version) throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version ${number}.`);
  const bytes = await readArtifactBytes(db(), version.artifactSha256);
  try {
    if (!bytes) throw new Error("The artifact is missing");
    openModel(bytes, { sha256: version.artifactSha256, kind });
    return { version, bytes };
  } catch (error) {
    throw new SignalboxError("unavailable", `v${number} cannot be loaded. ${messageOf(error)}`, {
      cause: error,
    });
  }
}
