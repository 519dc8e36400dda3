import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { judgeConfig } from "#lib/engines/configs/validate.ts";
import { modelFacts } from "#lib/runtime/configurations.ts";
import type { Db } from "#lib/store/client.ts";
import {
  advanceConfiguration,
  type ConfigurationAddress,
  findConfiguration,
  insertConfiguration,
  type StoredConfiguration,
} from "#lib/store/configuration.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Judges settings of any origin before they are saved or called with.
 * @returns the settings with their defaults filled in.
 * @throws SignalboxError invalid_input with one detail per finding that forbids saving, path "settings.<field>".
 */
export function requireValid(settings: unknown, atMs: number): LlmConfig {
  const judged = judgeConfig(settings, (provider, model) => modelFacts(provider, model, atMs));
  const errors = judged.findings.filter((finding) => finding.severity === "error");
  if (judged.settings && errors.length === 0) return judged.settings;
  const details = errors.map(({ path, message }) => ({ path: `settings.${path}`, message }));
  throw new SignalboxError("invalid_input", errors.map(({ message }) => message).join(" "), { details });
}

interface Revision {
  at: ConfigurationAddress;
  settings: LlmConfig;
  /** The revision the author started from; 0 when the configuration is new. */
  baseRevision: number;
  note: string;
  verb: "config.save" | "config.restore" | "config.import";
}

/**
 * Writes the next revision with its audit entry, all or nothing with the given transaction.
 * @returns the number of the new revision.
 * @throws SignalboxError conflict when another revision is in force by now, with what it says as details:
 * path "revision" and "authorName", then every property that differs from the given settings, as JSON.
 */
export async function writeRevision(tx: Db, ctx: ServiceContext, revision: Revision): Promise<{ revision: number }> {
  const { at, settings, baseRevision, note } = revision;
  const input = { settings, note, authorName: ctx.actor.name, atMs: ctx.clock.nowMs() };
  const before = await findConfiguration(tx, at);
  const inForce = before && !before.archivedAt ? before : null;
  if (inForce ? inForce.revision !== baseRevision : baseRevision !== 0) throw conflict(revision, inForce);
  if (inForce && compareConfigs(inForce.settings, settings).length === 0) {
    throw new SignalboxError(
      "invalid_input",
      "Nothing differs from the revision in force, so there is nothing to save.",
    );
  }
  const written = before
    ? await advanceConfiguration(tx, before.id, before.revision, false, input)
    : await insertConfiguration(tx, at, false, input);
  if (!written) throw conflict(revision, await findConfiguration(tx, at));
  const next = (before?.revision ?? 0) + 1;
  await recordAudit(tx, ctx, {
    verb: revision.verb,
    entity: "configuration",
    entityId: `${at.provider}/${at.name}`,
    before: inForce ? { revision: inForce.revision, settings: inForce.settings } : null,
    after: { revision: next, settings, note },
  });
  await bumpRevision(tx, "config");
  return { revision: next };
}

function conflict({ at, settings, baseRevision }: Revision, theirs: StoredConfiguration | null): SignalboxError {
  const ref = `${at.provider}/${at.name}`;
  if (!theirs)
    return new SignalboxError("conflict", `${ref} was archived meanwhile. Save it as a new one to bring it back.`);
  if (baseRevision === 0)
    return new SignalboxError("conflict", `There is already a configuration ${ref}. Choose another name.`);
  const details = [
    { path: "revision", message: String(theirs.revision) },
    { path: "authorName", message: theirs.authorName },
    ...compareConfigs(settings, theirs.settings).map(({ path, after }) => ({ path, message: JSON.stringify(after) })),
  ];
  const message = `${theirs.authorName} saved revision ${theirs.revision} of ${ref} while you were editing revision ${baseRevision}.`;
  return new SignalboxError("conflict", message, { details });
}
