import type { ServiceContext } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { db } from "#lib/store/client.ts";
import { forgetHourPairs } from "#lib/store/usage-hour-pairs.ts";
import { foldNextDay } from "#lib/store/usage-months.ts";
import { addUpEvents, addUpNextDay } from "#lib/store/usage-rollup.ts";

/** A long history is added up in turns, so that what happens now is not kept waiting. */
const TURN_MS = 5_000;

/**
 * Adds up what has happened since the last time, and then, after an upgrade, days of history that are in no sum or in no
 * month yet.
 * Any number of processes may run it: one at a time works, the others leave it to that one.
 */
export async function addUpUsage({ ctx }: { ctx: ServiceContext }): Promise<void> {
  requireScope(ctx, "budget:write");
  const untilMs = performance.now() + TURN_MS;
  // Before history is added up, which would make those of years otherwise.
  if ((await forgetHourPairs(db(), ctx.clock.nowMs())) === null) return;
  if ((await addUpEvents()) === null) return;
  for (const next of [addUpNextDay, foldNextDay]) {
    let added = await next();
    while (added !== null && added !== "all" && performance.now() < untilMs) added = await next();
    if (added !== "all") return;
  }
}
