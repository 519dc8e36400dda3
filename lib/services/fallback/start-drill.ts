import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { type GoneThing, startDrillSchema } from "#lib/contracts/fallback.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { parseInput } from "#lib/core/parse.ts";
import { allConfigurations } from "#lib/runtime/configurations.ts";
import { refreshDrills } from "#lib/runtime/drills.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { inTransaction } from "#lib/store/client.ts";
import { insertDrill } from "#lib/store/drill.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const HOUR_MS = 3_600_000;

/**
 * Takes a thing for gone for simulated requests that name the drill, until an end. Real traffic never does: what places tasks
 * knows no drill.
 * @throws SignalboxError invalid_input, forbidden; not_found for an unknown fleet or thing
 */
export async function startDrill({ ctx, input }: ServiceCall): Promise<{ id: string; until: string }> {
  requireScope(ctx, "health:write");
  const { hours, reason, ...gone } = parseInput(startDrillSchema, input);
  requireFleet(ctx, gone.fleetName);
  requireThing(gone);
  const nowMs = ctx.clock.nowMs();
  const until = new Date(nowMs + hours * HOUR_MS);
  const id = newId("drl", nowMs);
  await inTransaction(async (tx) => {
    await insertDrill(tx, { id, ...gone, reason, createdBy: ctx.actor.name, createdAt: new Date(nowMs), until });
    await bumpRevision(tx, "drill");
    const after = { ...gone, reason, until: until.toISOString() };
    await recordAudit(tx, ctx, { verb: "drill.start", entity: "drill", entityId: id, after });
  });
  await refreshDrills();
  return { id, until: until.toISOString() };
}

function requireThing({ fleetName, kind, thing }: GoneThing): void {
  const fleet = fleetRuntime(fleetName);
  if (!fleet) throw new SignalboxError("not_found", `There is no fleet "${fleetName}".`);
  if (isThere()) return;
  throw new SignalboxError("not_found", `There is no ${kind} "${thing}" that a drill could take for gone.`);

  function isThere(): boolean {
    switch (kind) {
      case "agent":
        return fleet?.router.agents.some(({ name }) => name === thing) ?? false;
      case "configuration":
        return allConfigurations().some(({ ref }) => ref === thing);
      case "provider":
        return allConfigurations().some(({ settings }) => settings.provider === thing);
      default:
        return kind satisfies never;
    }
  }
}
