import { systemClock } from "#lib/core/clock.ts";
import { messageOf } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { log } from "#lib/runtime/log.ts";
import { expireAssignments } from "#lib/services/routing/expire-assignments.ts";

const EVERY_MS = 1_000;

/** Ends overdue leases once a second, in every process. @returns stops it, after the run under way. */
export function startLeaseExpiry(): () => Promise<void> {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = running.then(run);
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function run(): Promise<void> {
  const actor = { kind: "system", id: "lease-expiry", name: "Lease expiry" } as const;
  const requestId = newId("run", systemClock.nowMs());
  try {
    await expireAssignments({ ctx: { actor, requestId, clock: systemClock } });
  } catch (error) {
    log().warn({ error: messageOf(error) }, "overdue leases could not be ended; trying again");
  }
}
