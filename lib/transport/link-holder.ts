import type { ServiceContext } from "#lib/auth/context.ts";
import { systemClock } from "#lib/core/clock.ts";
import { newId } from "#lib/core/ids.ts";

/**
 * Who holds a one-time link cannot have a session yet and acts with Signalbox's own rights: only services and
 * queries that check the link's token may be called with this context.
 */
export function linkContext(): ServiceContext {
  return {
    actor: { kind: "system", id: "one-time-link", name: "One-time link" },
    requestId: newId("req", systemClock.nowMs()),
    clock: systemClock,
  };
}
