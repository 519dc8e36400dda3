import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { deletePromptsSchema } from "#lib/contracts/prompt-policy.ts";
import { parseInput } from "#lib/core/parse.ts";
import { deleteCallTexts } from "#lib/store/call-text.ts";
import { inTransaction } from "#lib/store/client.ts";
import { deleteInteractionTexts } from "#lib/store/interaction-text.ts";
import { requirePersonWith } from "./prompt-scope.ts";

/**
 * Deletes all stored prompts and answers of a fleet, or of all fleets; whether more are stored is the policy's matter.
 * @throws SignalboxError forbidden
 */
export async function deletePrompts({ ctx, input }: ServiceCall): Promise<{ deleted: number }> {
  requirePersonWith(ctx, "prompt:write");
  const { fleetName, reason } = parseInput(deletePromptsSchema, input);
  return inTransaction(async (tx) => {
    const deleted = (await deleteCallTexts(tx, fleetName)) + (await deleteInteractionTexts(tx, fleetName));
    const after = { deleted, reason };
    await recordAudit(tx, ctx, { verb: "prompt.delete", entity: "prompt", entityId: fleetName, after });
    return { deleted };
  });
}
