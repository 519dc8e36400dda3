import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { addUpEvents, addUpNextDay } from "#lib/store/usage-rollup.ts";

/** A long history is added up in turns, so that what happens now is not kept waiting. */
const TURN_MS = 5_000;

/**
 * Adds up what has happened since the last time, and then, after an upgrade, days of history that are in no sum yet.
 * Any number of processes may run it: one at a time works, the others leave it to that one.
 */
export async function addUpUsage({ ctx }: { ctx: ServiceContext }): Promise<void> {
  requireScope(ctx, "budget:write");
  const untilMs = performance.now() + TURN_MS;
  if ((await addUpEvents()) === null) return;
  do {
    const added = await addUpNextDay();
    if (added === null || added === "all") return;
  } while (performance.now() < untilMs);
}
