import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { labelVersionSchema } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findVersion, lockModel } from "#lib/store/model.ts";
import { readLabel, type VersionLabel, writeLabel } from "#lib/store/model-label.ts";
import { modelEntityId, modelSubject } from "./model-subject.ts";

/**
 * Says something of a version: a description and tags, which replace those it had. The version itself never changes.
 * @throws SignalboxError not_found
 */
export async function labelVersion({ ctx, input }: ServiceCall): Promise<VersionLabel> {
  requireScope(ctx, "model:write");
  const { name, kind, version, description, tags } = parseInput(labelVersionSchema, input);
  const key = { name, kind };
  return inTransaction(async (tx) => {
    await lockModel(tx, key);
    if (!(await findVersion(tx, key, version))) {
      throw new SignalboxError("not_found", `The ${modelSubject(key)} has no version ${version}.`);
    }
    const before = await readLabel(tx, key, version);
    const label = { description, tags };
    await writeLabel(tx, key, version, label, ctx.clock.nowMs());
    await recordAudit(tx, ctx, {
      verb: "model.label",
      entity: "model",
      entityId: modelEntityId(key),
      before: { version, ...before },
      after: { version, ...label },
    });
    return label;
  });
}
