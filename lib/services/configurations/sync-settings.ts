import type { ServiceContext } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SETTINGS_NAMES, type SettingsName } from "#lib/contracts/settings-file.ts";
import { messageOf } from "#lib/core/errors.ts";
import { judgeSettings } from "#lib/engines/configs/judge-settings.ts";
import { configFileName, readConfigFile } from "#lib/runtime/config-file.ts";
import { type Db, inTransaction } from "#lib/store/client.ts";
import { bumpRevision } from "#lib/store/revision.ts";
import { listSettingsFiles, putSettingsFile, type SettingsFileRow } from "#lib/store/settings-file.ts";
import { noteBroken, noteMended } from "./broken-file.ts";

export interface SyncedSettings {
  /** "configs/prices.json": files that say something else than before. */
  taken: string[];
  /** A sentence for each file that is not usable: which, the line, the reason. */
  broken: string[];
}

/**
 * Puts what `configs` says beside the presets (prices, lifecycle, capabilities, routing policy) in force, each file as a
 * whole or not at all. One that is not usable changes nothing: what it said before stays in force, and a health problem
 * names file, line and reason until it is mended. Scope config:write.
 * @throws Error with file, line and reason when a file is not usable and there is nothing yet that could stay in force.
 */
export async function syncSettings({ ctx }: { ctx: ServiceContext }): Promise<SyncedSettings> {
  requireScope(ctx, "config:write");
  return inTransaction(async (tx) => {
    const inForce = new Map((await listSettingsFiles(tx)).map((row) => [row.name, row]));
    const synced: SyncedSettings = { taken: [], broken: [] };
    for (const name of SETTINGS_NAMES) await syncOne(tx, ctx, name, inForce.get(name), synced);
    if (synced.taken.length > 0) await bumpRevision(tx, "config");
    return synced;
  });
}

async function syncOne(
  tx: Db,
  ctx: ServiceContext,
  name: SettingsName,
  before: SettingsFileRow | undefined,
  synced: SyncedSettings,
): Promise<void> {
  const { content, sha256, findings } = readAndJudge(name);
  if (findings.length > 0) {
    synced.broken.push(await noteBroken(tx, ctx, name, findings, before !== undefined));
    return;
  }
  await noteMended(tx, ctx, name);
  if (before?.sha256 === sha256) return;
  await putSettingsFile(tx, { name, content, sha256 }, ctx.clock.nowMs());
  await recordAudit(tx, ctx, {
    verb: "config.sync",
    entity: "settings_file",
    entityId: configFileName(name),
    before: before ? described(before) : null,
    after: described({ content, sha256 }),
  });
  synced.taken.push(configFileName(name));
}

function readAndJudge(name: SettingsName) {
  try {
    const content = readConfigFile(name);
    const { sha256, findings } = judgeSettings(name, content);
    return { content, sha256, findings };
  } catch (error) {
    return { content: "", sha256: "", findings: [{ at: [], line: null, message: messageOf(error) }] };
  }
}

/** Every file carries a version of its own. The whole text would make the log a copy of the files. */
function described({ content, sha256 }: Pick<SettingsFileRow, "content" | "sha256">) {
  return { version: (JSON.parse(content) as { version: string }).version, sha256 };
}
