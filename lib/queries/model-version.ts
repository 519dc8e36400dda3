import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { EvaluationReport } from "#lib/contracts/evaluation.ts";
import { type ModelVersionView, type ModelView, modelKindSchema } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import {
  compareRecorded,
  type MeasuredVersion,
  type RecordedComparison,
} from "#lib/engines/registry/compare-versions.ts";
import { db } from "#lib/store/client.ts";
import { findEvaluation } from "#lib/store/model-evaluation.ts";
import { readModel } from "./models.ts";

const inputSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  version: z.coerce.number().int().min(1),
});

export interface VersionPage {
  model: ModelView;
  version: ModelVersionView;
  /** Null: the version came without an evaluation. */
  report: EvaluationReport | null;
}

/** One version with what was measured of it. @throws SignalboxError not_found */
export async function readModelVersion({ ctx, input }: ServiceCall): Promise<VersionPage> {
  requireScope(ctx, "model:read");
  const { version: wanted, ...key } = parseInput(inputSchema, input);
  const [model, report] = await Promise.all([readModel({ ctx, input: key }), findEvaluation(db(), key, wanted)]);
  const version = model.versions.find((row) => row.version === wanted);
  if (!version) throw new SignalboxError("not_found", `${key.name} has no version ${wanted}.`);
  return { model, version, report };
}

const pairSchema = z.strictObject({
  name: nameSchema,
  kind: modelKindSchema,
  /** Absent: production against the newest other one. */
  old: z.int().min(1).nullable(),
  fresh: z.int().min(1).nullable(),
});

export interface VersionPair {
  model: ModelView;
  /** Null while there are not two versions to compare. */
  pair: { left: MeasuredVersion; right: MeasuredVersion; recorded: RecordedComparison } | null;
}

/** Any two versions with what was measured of each. @throws SignalboxError not_found for a version there is not */
export async function readVersionPair({ ctx, input }: ServiceCall): Promise<VersionPair> {
  requireScope(ctx, "model:read");
  const { old, fresh, ...key } = parseInput(pairSchema, input);
  const model = await readModel({ ctx, input: key });
  const left = old ?? model.production ?? model.versions[1]?.version;
  const right = fresh ?? model.versions.find(({ version }) => version !== left)?.version;
  if (left === undefined || right === undefined) return { model, pair: null };
  const withReport = async (wanted: number): Promise<MeasuredVersion> => {
    const version = model.versions.find((row) => row.version === wanted);
    if (!version) throw new SignalboxError("not_found", `${key.name} has no version ${wanted}.`);
    return { version, report: await findEvaluation(db(), key, wanted) };
  };
  const asked = old !== null || fresh !== null;
  const [first, second] = asked || left < right ? [left, right] : [right, left];
  const pair = { left: await withReport(first), right: await withReport(second) };
  return { model, pair: { ...pair, recorded: compareRecorded(pair.left, pair.right) } };
}
