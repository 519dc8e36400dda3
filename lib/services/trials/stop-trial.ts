import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { refreshTrials } from "#lib/runtime/trials.ts";
import { db, inTransaction } from "#lib/store/client.ts";
import { findTrial } from "#lib/store/trial.ts";
import { endTrial } from "./end-trial.ts";

const inputSchema = z.strictObject({
  id: z.string().max(64),
  reason: z.string().trim().min(3, "Give a reason").max(500),
});

/**
 * Ends a trial by hand; production makes every decision again.
 * @throws SignalboxError not_found; conflict when it has ended already
 */
export async function stopTrial({ ctx, input }: ServiceCall): Promise<{ id: string }> {
  requireScope(ctx, "model:write");
  const { id, reason } = parseInput(inputSchema, input);
  const trial = await findTrial(db(), id);
  if (!trial) throw new SignalboxError("not_found", `There is no trial "${id}".`);
  const ended = await inTransaction((tx) =>
    endTrial(tx, ctx, trial, { state: "stopped", sentence: `Stopped by ${ctx.actor.name}: ${reason}` }),
  );
  if (!ended) throw new SignalboxError("conflict", "This trial has ended already.");
  await refreshTrials().catch(() => undefined);
  return { id };
}
