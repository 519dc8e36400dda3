import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import { nameSchema } from "#lib/contracts/agent.ts";
import type { SlotChangeView } from "#lib/contracts/slot-change.ts";
import { parseInput } from "#lib/core/parse.ts";
import { db } from "#lib/store/client.ts";
import { listSlotChanges } from "#lib/store/slot-change.ts";

/** What was lately changed in a fleet on a forecast's advice, newest first. */
export async function readSlotChanges({ ctx, input }: ServiceCall): Promise<SlotChangeView[]> {
  requireScope(ctx, "audit:read");
  const { fleetName } = parseInput(z.strictObject({ fleetName: nameSchema }), input);
  requireFleet(ctx, fleetName);
  return listSlotChanges(db(), fleetName);
}
