import { SignalboxError } from "#lib/core/errors.ts";
import { db } from "#lib/store/client.ts";
import { findDecisionAgent } from "#lib/store/decision.ts";

/**
 * The decision that a task follows, for a route and for a chat alike.
 * @returns the agent that hands over; null: that decision has none
 * @throws SignalboxError not_found when the fleet has no such decision
 */
export async function requireParent(fleetName: string, decisionId: string): Promise<string | null> {
  const parent = await findDecisionAgent(db(), fleetName, decisionId);
  if (!parent) throw new SignalboxError("not_found", `There is no decision "${decisionId}" to follow.`);
  return parent.agentName;
}
