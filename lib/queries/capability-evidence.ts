import { z } from "zod";
import type { ServiceCall } from "#lib/auth/context.ts";
import { requireFleet, requireScope } from "#lib/auth/scopes.ts";
import type { CapabilityEvidenceView } from "#lib/contracts/agent-evidence.ts";
import { SignalboxError } from "#lib/core/errors.ts";
import { parseInput } from "#lib/core/parse.ts";
import { capabilityEvidence } from "#lib/engines/matching/capability-evidence.ts";
import { fleetRuntime } from "#lib/runtime/fleet.ts";
import { listAgentTasks } from "#lib/store/agent-tasks.ts";
import { db } from "#lib/store/client.ts";
import { findAgentById } from "#lib/store/fleet.ts";

/** Texts are read here as decisions read them: more would be felt by who routes meanwhile. */
const NEWEST = 300;

/**
 * An agent's declared capabilities beside what its newest tasks asked for, as the matcher in force understands it, and how
 * they ended.
 * @throws SignalboxError not_found
 */
export async function readCapabilityEvidence({ ctx, input }: ServiceCall): Promise<CapabilityEvidenceView> {
  requireScope(ctx, "fleet:read");
  const { id } = parseInput(z.strictObject({ id: z.string().max(64) }), input);
  const agent = await findAgentById(db(), id);
  if (!agent) throw new SignalboxError("not_found", "There is no such agent, or it was removed.");
  requireFleet(ctx, agent.fleetName);
  const router = fleetRuntime(agent.fleetName)?.router;
  if (!router) return { decisions: 0, capabilities: [] };
  const tasks = await listAgentTasks(db(), id, NEWEST);
  const asked = tasks.map(({ description, required, success }) => ({
    ...{ named: required, success },
    read: required.length === 0 && description !== "" ? router.readCapabilities(description) : [],
  }));
  const matchOf = (required: string, declared: string) => router.matcher.matchName(required, declared);
  const least = router.policy.minCapabilityMatch;
  return { decisions: tasks.length, capabilities: capabilityEvidence(agent.capabilities, asked, matchOf, least) };
}
