import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import type { GateReport } from "#lib/contracts/gate.ts";
import type { AliasMoveView, MoveAlias } from "#lib/contracts/model.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { failedGates, NEVER_WAIVED } from "#lib/engines/registry/gates/judge-gates.ts";
import { refreshModels } from "#lib/runtime/models.ts";
import { type Db, db, inTransaction } from "#lib/store/client.ts";
import { raiseProblem, resolveProblem } from "#lib/store/health-problem.ts";
import { type AliasRow, findAlias, findVersion, lockModel, writeAliasMove } from "#lib/store/model.ts";
import { isArtifactIntact, wasPinnedBeforeLastMove } from "#lib/store/model-evidence.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { runGates } from "./check-gates.ts";
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
  /** Null for staging, at which no gate stands. */
  gates: GateReport | null;
  /** Made although a gate failed. */
  override: boolean;
}

/** Who wants the move: a person, Signalbox itself, or a person who takes the last move back. */
export type MoveOrigin = "asked" | "automatic" | "undo";

/**
 * Moves an alias: judges the version outside of any lock, then moves in one transaction that checks again that nothing
 * has changed meanwhile. The caller has checked the scopes.
 * @throws SignalboxError as moveAlias
 */
export async function performMove(ctx: ServiceContext, move: MoveAlias, origin: MoveOrigin): Promise<AliasMove> {
  const key = { name: move.name, kind: move.kind };
  requireExpected(move, await findAlias(db(), key, move.alias), origin);
  const { alias, version, expectedVersion: against } = move;
  const gated = { alias, version, against, undone: origin === "undo" };
  const { report, sha256 } = await runGates(key, gated, ctx.clock.nowMs());
  await requireGates(ctx, move, report);
  const moved = await inTransaction((tx) => moveInTransaction(tx, ctx, move, { origin, report, sha256 }));
  // This process need not wait for its own notification; a failure here is the listener's to retry.
  await refreshModels().catch(() => undefined);
  return moved;
}

function requireExpected({ alias, version, expectedVersion }: MoveAlias, before: AliasRow | null, origin: MoveOrigin) {
  const fromVersion = before?.version ?? null;
  if (fromVersion !== expectedVersion) {
    const now = fromVersion === null ? "names no version" : `names v${fromVersion}`;
    throw new SignalboxError("conflict", `Somebody moved ${alias} meanwhile: it ${now} now. Look again, then decide.`);
  }
  if (fromVersion === version) throw new SignalboxError("invalid_input", `v${version} is in ${alias} already.`);
  if (origin === "automatic" && before?.pinned && version > before.version) {
    throw new SignalboxError("conflict", "Automatic promotion pauses after a roll-back until somebody resumes it.");
  }
}

function refusedProblem(move: MoveAlias) {
  return { topic: "model", entityId: modelEntityId(move), code: "promotion_refused" };
}

async function requireGates(ctx: ServiceContext, move: MoveAlias, report: GateReport): Promise<void> {
  const failed = failedGates(report);
  const unservable = failed.find(({ gate }) => NEVER_WAIVED.has(gate));
  if (unservable) {
    const message = `v${move.version} cannot go to ${move.alias} and nothing changed. ${unservable.sentence}`;
    await raiseProblem(db(), refusedProblem(move), message, ctx.clock.nowMs());
    throw new SignalboxError("unavailable", message);
  }
  if (failed.length === 0 || move.override) return;
  const names = failed.map(({ gate }) => gate.replaceAll("_", " ")).join(", ");
  const gates = failed.length === 1 ? "a gate fails" : `${failed.length} gates fail`;
  throw new SignalboxError(
    "conflict",
    `v${move.version} cannot go to production and nothing changed: ${gates} (${names}). ` +
      `${failed[0]?.sentence ?? ""} An admin may override it with a reason.`,
    { details: failed.map(({ gate, sentence }) => ({ path: `gates.${gate}`, message: sentence })) },
  );
}

interface Judged {
  origin: MoveOrigin;
  report: GateReport;
  /** Of the artifact that was judged. */
  sha256: string;
}

async function moveInTransaction(tx: Db, ctx: ServiceContext, move: MoveAlias, judged: Judged): Promise<AliasMove> {
  const { name, kind, alias, version, reason } = move;
  const key = { name, kind };
  if (!(await lockModel(tx, key))) throw new SignalboxError("not_found", `There is no ${modelSubject(key)}.`);
  const before = await findAlias(tx, key, alias);
  requireExpected(move, before, judged.origin);
  await requireAsJudged(tx, move, judged.sha256);
  const fromVersion = before?.version ?? null;
  const verb = fromVersion !== null && version < fromVersion ? "rollback" : "promote";
  const entityId = modelEntityId(key);
  const pinned =
    alias === "production" &&
    (judged.origin === "undo" ? await wasPinnedBeforeLastMove(tx, entityId) : verb === "rollback");
  const gates = alias === "production" ? judged.report : null;
  const override = gates !== null && !gates.passed;
  const atMs = ctx.clock.nowMs();
  await writeAliasMove(tx, key, {
    ...{ alias, fromVersion, toVersion: version, verb, reason, actorName: ctx.actor.name },
    ...{ gates, override, automatic: judged.origin === "automatic", pinned, atMs },
  });
  await resolveProblem(tx, refusedProblem(move), atMs);
  await recordAudit(tx, ctx, {
    verb: auditVerb(verb, alias, judged.origin),
    entity: "model",
    entityId,
    before: { alias, version: fromVersion, pinned: before?.pinned ?? false },
    after: {
      ...{ alias, version, pinned, reason },
      ...(override && gates && { overridden: failedGates(gates).map(({ gate }) => gate) }),
    },
  });
  await bumpRevision(tx, "model");
  return { name, kind, alias, fromVersion, toVersion: version, verb, pinned, gates, override };
}

function auditVerb(verb: AliasMoveView["verb"], alias: MoveAlias["alias"], origin: MoveOrigin): string {
  if (origin === "undo") return "model.undo";
  return verb === "promote" && alias === "staging" ? "model.stage" : `model.${verb}`;
}

/** The same bytes as those the gates have looked at: retention or damage may have come between. */
async function requireAsJudged(tx: Db, { name, kind, version, alias }: MoveAlias, sha256: string): Promise<void> {
  const found = await findVersion(tx, { name, kind }, version);
  if (found?.artifactSha256 === sha256 && (await isArtifactIntact(tx, sha256))) return;
  throw new SignalboxError(
    "conflict",
    `v${version} changed while it was judged for ${alias}. Look again, then decide.`,
  );
}
