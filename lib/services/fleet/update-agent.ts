import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { recordAudit } from "#lib/auth/record-audit.ts";
import { requireScope } from "#lib/auth/scopes.ts";
import { type AgentView, agentStatusSchema } from "#lib/contracts/agent.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { applyAgent } from "#lib/runtime/fleet.ts";
import { inTransaction } from "#lib/store/client.ts";
import { findAgentById, updateAgentStatus as writeStatus } from "#lib/store/fleet.ts";
import { bumpRevision } from "#lib/store/revision.ts";

const schema = z.strictObject({
  id: z.string().max(64),
  status: agentStatusSchema,
});

/**
 * Enables, drains or disables an agent. Draining lets running leases finish and takes no new one.
 * @throws SignalboxError not_found
 */
export async function updateAgent({ ctx, input }: ServiceCall): Promise<AgentView> {
  requireScope(ctx, "fleet:write");
  const { id, status } = parseInput(schema, input);
  const agent = await inTransaction(async (tx) => {
    const before = await findAgentById(tx, id);
    const found = await writeStatus(tx, id, { status, atMs: ctx.clock.nowMs() });
    const after = found ? await findAgentById(tx, id) : null;
    if (!before || !after) throw new SignalboxError("not_found", "This agent does not exist any more.");
    await recordAudit(tx, ctx, { verb: "agent.update", entity: "agent", entityId: id, before, after });
    await bumpRevision(tx, "fleet");
    return after;
  });
  applyAgent(agent);
  return agent;
}
