import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { AlertInbox } from "#lib/contracts/alert.ts";
import { parseInput } from "#lib/core/parse.ts";
import { listAlerts, listPastAlerts } from "#lib/store/alert.ts";
import { listSilences } from "#lib/store/alert-silence.ts";
import { db } from "#lib/store/client.ts";

const MOST_OPEN = 200;
const listAlertsSchema = z.strictObject({
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Everything somebody is to be told of now, what was before a page at a time, and what is silenced. */
export async function readAlerts({ ctx, input }: ServiceCall): Promise<AlertInbox> {
  requireScope(ctx, "alert:read");
  const { cursor, limit } = parseInput(listAlertsSchema, input);
  const [open, past, silences] = await Promise.all([
    listAlerts(db(), { open: true, limit: MOST_OPEN }),
    listPastAlerts(db(), cursor ?? null, limit),
    listSilences(db(), ctx.clock.nowMs()),
  ]);
  return { open, past, silences };
}
