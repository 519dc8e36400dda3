import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import type { AgentView } from "#lib/contracts/agent.ts";
import { SLOT_CHANGE_VERB, slotsSchema } from "#lib/contracts/slot-change.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { applyAgent } from "#lib/runtime/fleet.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findAgentById, replaceSlots } from "#lib/store/fleet.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const schema = z.strictObject({
  agentId: z.string().max(64),
  /** As whoever decides has seen them. */
  fromSlots: slotsSchema,
  toSlots: slotsSchema,
  /** The advice it is made on; null: somebody decides by themselves. */
  because: z.string().trim().min(3).max(500).nullable(),
  /** Takes such a change back. */
  undo: z.boolean().default(false),
});

/**
 * Changes how many tasks an agent takes at once, from the number that whoever decides it has seen, on a forecast's advice
 * or without. In force with the next decision.
 * @throws SignalboxError not_found; conflict when the agent has another number of slots by now
 */
export async function changeSlots({ ctx, input }: ServiceCall): Promise<AgentView> {
  requireScope(ctx, "fleet:write");
  const { agentId, fromSlots, toSlots, because, undo } = parseInput(schema, input);
  const agent = await inTransaction(async (tx) => {
    const changed = await replaceSlots(tx, agentId, { fromSlots, toSlots, atMs: ctx.clock.nowMs() });
    const after = await findAgentById(tx, agentId);
    if (!after) throw new SignalboxError("not_found", "This agent does not exist any more.");
    if (!changed) {
      throw new SignalboxError(
        "conflict",
        `${after.name} has ${after.concurrencyLimit} slots by now, not ${fromSlots}: somebody changed them. Look at the page again.`,
      );
    }
    await recordAudit(tx, ctx, {
      verb: SLOT_CHANGE_VERB,
      entity: "agent",
      entityId: agentId,
      before: { slots: fromSlots },
      after: { slots: toSlots, because, ...(undo && { undo }) },
    });
    await bumpRevision(tx, "fleet");
    return after;
  });
  applyAgent(agent);
  return agent;
}
