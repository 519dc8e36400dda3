import type { ServiceContext } from "#lib/auth/context.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";

/** The start acts as Signalbox itself. */
export function startContext(): ServiceContext {
  return {
    actor: { kind: "system", id: "start", name: "Signalbox start" },
    requestId: newId("req", systemClock.nowMs()),
    clock: systemClock,
  };
}
