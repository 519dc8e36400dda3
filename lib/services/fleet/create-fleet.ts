import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { FLEET_KINDS, nameSchema } from "#lib/contracts/agent.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refreshFleets } from "#lib/runtime/fleet.ts";
import { inTransaction } from "#lib/store/client.ts";
import { insertFleet } from "#lib/store/fleet.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const createFleetSchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(FLEET_KINDS).default("live"),
  description: z.string().max(500).default(""),
});

/**
 * Makes an empty fleet.
 * @throws SignalboxError conflict when the name is taken; forbidden without fleet:write
 */
export async function createFleet({ ctx, input }: ServiceCall): Promise<{ name: string }> {
  requireScope(ctx, "fleet:write");
  const fleet = parseInput(createFleetSchema, input);
  await inTransaction(async (tx) => {
    const atMs = ctx.clock.nowMs();
    if (!(await insertFleet(tx, { ...fleet, atMs }))) {
      throw new SignalboxError("conflict", `There is a fleet "${fleet.name}" already.`);
    }
    await recordAudit(tx, ctx, { verb: "fleet.create", entity: "fleet", entityId: fleet.name, after: fleet });
    await bumpRevision(tx, "fleet");
  });
  await refreshFleets();
  return { name: fleet.name };
}
