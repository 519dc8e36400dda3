"use server";

import { updateAgent } from "#lib/services/fleet/update-agent.ts";
import { runAction } from "#lib/transport/action.ts";

export async function updateAgentAction(input: unknown) {
  return runAction(updateAgent, input);
}
