import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { LlmConfig } from "#lib/contracts/configuration.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import { type PresetFile, readPresetFiles } from "#lib/runtime/preset-files.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import {
  advanceConfiguration,
  type ConfigurationAddress,
  findConfiguration,
  hasConfigurations,
  insertConfiguration,
  type StoredConfiguration,
} from "#lib/store/configuration.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { noteBroken, noteMended } from "./broken-file.ts";

export interface SyncedPresets {
  added: number;
  followed: number;
  /** A sentence for each file that is not usable: which, the line, the reason. */
  broken: string[];
}

/**
 * Brings the presets of `configs/<provider>.json` into the database: new ones are added, unedited ones follow their
 * file, edited and archived ones stay as people left them. A file that is not usable changes nothing: what it said before
 * stays in force, and a health problem names file, line and reason until it is mended. Running it again changes nothing.
 * @throws Error with file, line and reason when a file is not usable and there is nothing yet that could stay in force.
 */
export async function syncPresets({ ctx }: { ctx: ServiceContext }): Promise<SyncedPresets> {
  requireScope(ctx, "config:write");
  const files = readPresetFiles(ctx.clock.nowMs());
  return inTransaction(async (tx) => {
    const synced: SyncedPresets = { added: 0, followed: 0, broken: [] };
    for (const file of files) {
      if (file.findings.length === 0) await followFile(tx, ctx, file, synced);
      else synced.broken.push(await keepLastGood(tx, ctx, file));
    }
    if (synced.added + synced.followed > 0) await bumpRevision(tx, "config");
    return synced;
  });
}

async function keepLastGood(tx: Db, ctx: ServiceContext, { provider, findings }: PresetFile): Promise<string> {
  return noteBroken(tx, ctx, provider, findings, await hasConfigurations(tx, provider));
}

async function followFile(tx: Db, ctx: ServiceContext, file: PresetFile, synced: SyncedPresets): Promise<void> {
  for (const { name, settings } of file.presets) {
    const at = { provider: file.provider, name };
    const before = await findConfiguration(tx, at);
    const written = before ? await follow(tx, ctx, before, settings) : await add(tx, ctx, at, settings);
    if (!written) continue;
    if (before) synced.followed++;
    else synced.added++;
    await audit(tx, ctx, at, settings, before);
  }
  await noteMended(tx, ctx, file.provider);
}

function revisionOf(settings: LlmConfig, ctx: ServiceContext, note: string) {
  return { settings, authorName: ctx.actor.name, note, atMs: ctx.clock.nowMs() };
}

function add(tx: Db, ctx: ServiceContext, at: ConfigurationAddress, settings: LlmConfig): Promise<boolean> {
  return insertConfiguration(tx, at, true, revisionOf(settings, ctx, `Preset of configs/${at.provider}.json`));
}

async function follow(tx: Db, ctx: ServiceContext, before: StoredConfiguration, settings: LlmConfig): Promise<boolean> {
  if (!before.preset || before.archivedAt) return false;
  if (compareConfigs(before.settings, settings).length === 0) return false;
  const next = revisionOf(settings, ctx, `Follows configs/${before.provider}.json`);
  return advanceConfiguration(tx, before.id, before.revision, true, next);
}

function audit(
  tx: Db,
  ctx: ServiceContext,
  { provider, name }: ConfigurationAddress,
  settings: LlmConfig,
  before: StoredConfiguration | null,
): Promise<void> {
  return recordAudit(tx, ctx, {
    verb: "config.sync",
    entity: "configuration",
    entityId: `${provider}/${name}`,
    before: before ? { revision: before.revision, settings: before.settings } : null,
    after: { revision: (before?.revision ?? 0) + 1, settings },
  });
}
