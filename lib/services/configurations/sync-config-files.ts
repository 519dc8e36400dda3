import type { ServiceContext } from "#lib/auth/context.ts";
import { refreshSettings } from "#lib/runtime/settings.ts";
import { type SyncedPresets, syncPresets } from "./sync-presets.ts";
import { syncSettings } from "./sync-settings.ts";

export interface SyncedConfigFiles extends SyncedPresets {
  /** "configs/prices.json": files beside the presets that say something else than before. */
  taken: string[];
}

/**
 * Takes up every file of `configs`, at each start and whenever one changes. Each counts as a whole or not at all; running
 * it again changes nothing. Scope config:write.
 * @throws Error with file, line and reason when a file is not usable and there is nothing yet that could stay in force.
 */
export async function syncConfigFiles({ ctx }: { ctx: ServiceContext }): Promise<SyncedConfigFiles> {
  const settings = await syncSettings({ ctx });
  // Presets are judged by the prices and limits that are in force now.
  await refreshSettings();
  const presets = await syncPresets({ ctx });
  return { ...presets, taken: settings.taken, broken: [...settings.broken, ...presets.broken] };
}
