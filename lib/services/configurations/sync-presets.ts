import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { compareConfigs } from "#lib/contracts/configuration-changes.ts";
import { validateConfig } from "#lib/engines/configs/validate.ts";
import { type Preset, readPresets } from "#lib/runtime/preset-files.ts";
import { catalogueFacts } from "#lib/runtime/price-catalogue.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import {
  advanceConfiguration,
  findConfiguration,
  insertConfiguration,
  type StoredConfiguration,
} from "#lib/store/configuration.ts";
import { bumpRevision } from "#lib/store/revision.ts";

/**
 * Brings the presets of `configs/*.json` into the database, at every start: new ones are added, unedited ones follow
 * their file, edited and archived ones stay as people left them. Running it again changes nothing.
 * @returns how many were added and how many followed their file.
 * @throws Error naming the file, preset and field when a file is not usable; then nothing is written.
 */
export async function syncPresets({ ctx }: { ctx: ServiceContext }): Promise<{ added: number; followed: number }> {
  requireScope(ctx, "config:write");
  const presets = readPresets();
  for (const preset of presets) requireUsable(preset, ctx.clock.nowMs());
  return inTransaction(async (tx) => {
    let added = 0;
    let followed = 0;
    for (const preset of presets) {
      const before = await findConfiguration(tx, addressOf(preset));
      const written = before ? await follow(tx, ctx, preset, before) : await add(tx, ctx, preset);
      if (!written) continue;
      if (before) followed++;
      else added++;
      await audit(tx, ctx, preset, before);
    }
    if (added + followed > 0) await bumpRevision(tx, "config");
    return { added, followed };
  });
}

function requireUsable({ ref, settings }: Preset, atMs: number): void {
  const facts = catalogueFacts(settings.provider, settings.model, atMs);
  const errors = validateConfig(settings, facts).filter((finding) => finding.severity === "error");
  if (errors.length === 0) return;
  const lines = errors.map(({ path, message }) => `  ${path}: ${message}`).join("\n");
  throw new Error(`configs/${settings.provider}.json, preset ${ref}, is not usable:\n${lines}`);
}

function addressOf({ ref, settings }: Preset) {
  return { provider: settings.provider, name: ref.slice(settings.provider.length + 1) };
}

function revisionOf({ settings }: Preset, ctx: ServiceContext, note: string) {
  return { settings, authorName: ctx.actor.name, note, atMs: ctx.clock.nowMs() };
}

function add(tx: Db, ctx: ServiceContext, preset: Preset): Promise<boolean> {
  const note = `Preset of configs/${preset.settings.provider}.json`;
  return insertConfiguration(tx, addressOf(preset), true, revisionOf(preset, ctx, note));
}

async function follow(tx: Db, ctx: ServiceContext, preset: Preset, before: StoredConfiguration): Promise<boolean> {
  if (!before.preset || before.archivedAt) return false;
  if (compareConfigs(before.settings, preset.settings).length === 0) return false;
  const note = `Follows configs/${preset.settings.provider}.json`;
  return advanceConfiguration(tx, before.id, before.revision, true, revisionOf(preset, ctx, note));
}

function audit(tx: Db, ctx: ServiceContext, preset: Preset, before: StoredConfiguration | null): Promise<void> {
  return recordAudit(tx, ctx, {
    verb: "config.sync",
    entity: "configuration",
    entityId: preset.ref,
    before: before ? { revision: before.revision, settings: before.settings } : null,
    after: { revision: (before?.revision ?? 0) + 1, settings: preset.settings },
  });
}
