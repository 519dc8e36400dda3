import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import { modelKindSchema } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import {
  compareRecorded,
  type MeasuredVersion,
  type RecordedComparison,
} from "#lib/engines/registry/compare-versions.ts";
import type { MeasuredNow } from "#lib/engines/registry/gates/evidence.ts";
import { db } from "#lib/store/client.ts";
import { findVersion, type ModelKey } from "#lib/store/model.ts";
import { findEvaluation } from "#lib/store/model-evaluation.ts";
import { measureNow } from "./measure-now.ts";
import { modelSubject } from "./model-subject.ts";

const versionSchema = z.coerce.number().int().min(1);
const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  old: versionSchema,
  fresh: versionSchema,
});

export interface VersionComparison extends RecordedComparison {
  old: MeasuredVersion;
  fresh: MeasuredVersion;
  /** Both measured now on the same tasks that neither training has seen, paired; null where there are none. */
  paired: MeasuredNow | null;
}

/**
 * Any two versions: figures with n and interval, parameters and agents that differ, and what both make of the same
 * held-out tasks now. Nothing is written.
 * @throws SignalboxError not_found
 */
export async function compareVersions({ ctx, input }: ServiceCall): Promise<VersionComparison> {
  requireScope(ctx, "model:read");
  const { old: left, fresh: right, ...key } = parseInput(inputSchema, input);
  const [old, fresh] = await Promise.all([read(key, left), read(key, right)]);
  const paired = left === right ? null : await measureNow(key, fresh.version, old.version);
  return { old, fresh, ...compareRecorded(old, fresh), paired: paired?.brier ? paired : null };
}

async function read(key: ModelKey, version: number): Promise<MeasuredVersion> {
  const found = await findVersion(db(), key, version);
  if (!found) throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version ${version}.`);
  return { version: found, report: await findEvaluation(db(), key, version) };
}
