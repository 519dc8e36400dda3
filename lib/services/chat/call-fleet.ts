import type { ServiceContext } from "#lib/auth/context.ts";
import { requireFleet } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";

/** The fleet a call belongs to: a key's own, else the named one. @throws SignalboxError invalid_input, forbidden, not_found */
export function fleetOf(ctx: ServiceContext, given: string | null): string {
  const fleetName = given ?? (ctx.actor.kind === "key" ? ctx.actor.fleetName : null);
  if (fleetName === null) {
    const details = [{ path: "fleetName", message: "Name the fleet this call belongs to" }];
    throw new SignalboxError("invalid_input", "Name the fleet this call belongs to.", { details });
  }
  requireFleet(ctx, fleetName);
  if (!fleetRuntime(fleetName)) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  return fleetName;
}
