import type { ServiceContext } from "#lib/auth/context.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";

/** Signalbox itself, at work on a job. */
export function jobContext(): ServiceContext {
  const actor = { kind: "system", id: "jobs", name: "Signalbox" } as const;
  return { actor, requestId: newId("run", systemClock.nowMs()), clock: systemClock };
}
