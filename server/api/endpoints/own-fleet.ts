import type { ServiceContext } from "#lib/auth/context.ts";
import { SignalboxError } from "#lib/core/errors.ts";

/** The fleet a machine call is about: its key's. */
export function ownFleet(ctx: ServiceContext): string {
  if (ctx.actor.kind === "key") return ctx.actor.fleetName;
  throw new SignalboxError("forbidden", "The machine API is for agent keys.");
}
