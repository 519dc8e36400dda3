import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { type ConfigurationUsage, usageByConfiguration } from "#lib/store/week-usage.ts";

export const WEEK_MS = 7 * 86_400_000;
/** A week's figures change little in a minute, and forms ask with every word. */
const KEPT_MS = 60_000;

interface Kept {
  atMs: number;
  usage: Promise<Map<string, ConfigurationUsage>>;
}

const state = () => processState<{ kept: Kept | null }>("queries.week-usage", () => ({ kept: null }));

/** What ran under each configuration in the last seven days, at most a minute old. */
export function weekUsage(nowMs: number): Promise<Map<string, ConfigurationUsage>> {
  const own = state();
  if (own.kept && Math.abs(nowMs - own.kept.atMs) < KEPT_MS) return own.kept.usage;
  const usage = usageByConfiguration(db(), nowMs - WEEK_MS);
  const kept = { atMs: nowMs, usage };
  own.kept = kept;
  usage.catch(() => {
    if (own.kept === kept) own.kept = null;
  });
  return usage;
}
