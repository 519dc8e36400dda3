import type { ServiceCall, ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type AliasMoveView, type MoveAlias, moveAliasSchema } from "#lib/contracts/model.ts";
import { messageOf, SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refreshModels } from "#lib/runtime/models.ts";
import { checkServable } from "#lib/runtime/servable-model.ts";
import { type Db, db, inTransaction } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { findAlias, findVersion, lockModel, readArtifactBytes, writeAliasMove } from "#lib/store/model.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { modelEntityId, modelSubject } from "./model-subject.ts";

export interface AliasMove {
  name: string;
  kind: MoveAlias["kind"];
  alias: MoveAlias["alias"];
  fromVersion: number | null;
  toVersion: number;
  verb: AliasMoveView["verb"];
  /** True after a roll-back of production: automatic promotion stays away until a person resumes it. */
  pinned: boolean;
}

/**
 * Promotes or rolls back: points an alias at another version in one transaction, with its reason in the history.
 * A lower version is a roll-back, which pins the alias; a higher one takes the pin off. Every process is notified.
 * @throws SignalboxError conflict when the alias does not name `expectedVersion` any more (of two moves at once, one
 *   wins); not_found; invalid_input when it names the version already; unavailable when the version's artifact fails
 *   its checks, which also raises a health problem: the version that serves keeps serving
 */
export async function moveAlias({ ctx, input }: ServiceCall): Promise<AliasMove> {
  requireScope(ctx, "model:write");
  const move = parseInput(moveAliasSchema, input);
  try {
    const moved = await inTransaction((tx) => moveInTransaction(tx, ctx, move));
    // This process need not wait for its own notification; a failure here is the listener's to retry.
    await refreshModels().catch(() => undefined);
    return moved;
  } catch (error) {
    if (!(error instanceof ArtifactRefused)) throw error;
    await raiseProblem(db(), refusedProblem(move), error.message, ctx.clock.nowMs());
    throw new SignalboxError("unavailable", error.message, { cause: error.cause });
  }
}

class ArtifactRefused extends Error {}

function refusedProblem(move: MoveAlias) {
  return { topic: "model", entityId: modelEntityId(move), code: "promotion_refused" };
}

async function moveInTransaction(tx: Db, ctx: ServiceContext, move: MoveAlias): Promise<AliasMove> {
  const { name, kind, alias, version, expectedVersion, reason } = move;
  const key = { name, kind };
  if (!(await lockModel(tx, key))) throw new SignalboxError("not_found", `There is no ${modelSubject(key)}.`);
  const before = await findAlias(tx, key, alias);
  const fromVersion = before?.version ?? null;
  if (fromVersion !== expectedVersion) {
    const now = fromVersion === null ? "names no version" : `names v${fromVersion}`;
    throw new SignalboxError("conflict", `Somebody moved ${alias} meanwhile: it ${now} now. Look again, then decide.`);
  }
  if (fromVersion === version) throw new SignalboxError("invalid_input", `v${version} is in ${alias} already.`);
  await requireGoodArtifact(tx, move);
  const verb = fromVersion !== null && version < fromVersion ? "rollback" : "promote";
  const pinned = verb === "rollback" && alias === "production";
  const atMs = ctx.clock.nowMs();
  await writeAliasMove(tx, key, {
    alias,
    fromVersion,
    toVersion: version,
    verb,
    reason,
    actorName: ctx.actor.name,
    gates: null,
    override: false,
    automatic: false,
    pinned,
    atMs,
  });
  await resolveProblem(tx, refusedProblem(move), atMs);
  await recordAudit(tx, ctx, {
    verb: verb === "promote" && alias === "staging" ? "model.stage" : `model.${verb}`,
    entity: "model",
    entityId: modelEntityId(key),
    before: { alias, version: fromVersion, pinned: before?.pinned ?? false },
    after: { alias, version, pinned, reason },
  });
  await bumpRevision(tx, "model");
  return { name, kind, alias, fromVersion, toVersion: version, verb, pinned };
}

async function requireGoodArtifact(tx: Db, { name, kind, alias, version }: MoveAlias): Promise<void> {
  const found = await findVersion(tx, { name, kind }, version);
  if (!found) throw new SignalboxError("not_found", `The ${modelSubject({ name, kind })} has no version ${version}.`);
  const bytes = await readArtifactBytes(tx, found.artifactSha256);
  try {
    if (!bytes) throw new Error("The artifact is missing");
    checkServable(bytes, { sha256: found.artifactSha256, kind });
  } catch (error) {
    const message = `v${version} cannot go to ${alias} and nothing changed. ${messageOf(error)}`;
    throw new ArtifactRefused(message, { cause: error });
  }
}
