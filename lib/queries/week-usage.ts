import { processState } from "#lib/core/process-state.ts";
import { db } from "#lib/store/client.ts";
import { type ConfigurationUsage, usageByConfiguration } from "#lib/store/week-usage.ts";

const HOUR_MS = 3_600_000;
export const WEEK_MS = 7 * 86_400_000;
/** A week's figures change little in a minute, and forms ask with every word. */
const FRESH_MS = 60_000;
/** Shown while newer figures are fetched, at most. */
const SHOWN_MS = 600_000;

type Usage = Map<string, ConfigurationUsage>;

interface State {
  known: { atMs: number; usage: Usage } | null;
  fetching: Promise<Usage> | null;
}

const state = () => processState<State>("queries.week-usage", () => ({ known: null, fetching: null }));

/**
 * What ran under each configuration in the last seven days. A long history takes its time, so that only who asks first
 * waits for it: afterwards everybody gets what is known, and what is older than a minute is fetched anew meanwhile.
 */
export async function weekUsage(nowMs: number): Promise<Usage> {
  const own = state();
  const ageMs = own.known ? Math.abs(nowMs - own.known.atMs) : Number.POSITIVE_INFINITY;
  if (own.known && ageMs < FRESH_MS) return own.known.usage;
  own.fetching ??= fetchUsage(own, nowMs).finally(() => {
    own.fetching = null;
  });
  if (!own.known || ageMs >= SHOWN_MS) return own.fetching;
  // Whoever asks next finds out about a database that is away.
  own.fetching.catch(() => undefined);
  return own.known.usage;
}

async function fetchUsage(own: State, nowMs: number): Promise<Usage> {
  const hour = (ms: number) => Math.floor(ms / HOUR_MS) * HOUR_MS;
  const usage = await usageByConfiguration(db(), hour(nowMs - WEEK_MS), hour(nowMs) + HOUR_MS);
  own.known = { atMs: nowMs, usage };
  return usage;
}
